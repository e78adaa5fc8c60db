'use strict';
// require('https')
const { Agent, agents } = require('internal/https/agent');
const { Server } = require('internal/https/server');

function createServer(options, requestListener) { return new Server(options, requestListener); }

function request(...args) {
  let options = {};
  const [first] = args;
  if (typeof first === 'string') {
    options = require('url').urlToHttpOptions(new URL(args.shift()));
  } else if (first instanceof URL) {
    options = require('url').urlToHttpOptions(args.shift());
  }
  if (args[0] && typeof args[0] !== 'function') Object.assign(options, args.shift());
  options._defaultAgent = module.exports.globalAgent;
  const { ClientRequest } = require('_http_client');
  return new ClientRequest(options, ...args);
}

function get(input, options, cb) {
  const req = request(input, options, cb);
  req.end();
  return req;
}

module.exports = {
  Agent,
  get globalAgent() { return agents.global; },
  set globalAgent(agent) { agents.global = agent; },
  Server,
  createServer,
  get,
  request,
};
