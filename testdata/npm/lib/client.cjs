// What the scripts of servers ask them with.
const http = require('http');
const net = require('net');

const changing = ['date', 'etag', 'last-modified'];

// get asks for a path on a connection of its own: status, headers (those that change each time only by name), body.
exports.get = (port, path, options = {}) =>
  new Promise((resolve, reject) => {
    const request = http.request({ port, host: '127.0.0.1', path, agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body += text));
      response.on('end', () => {
        const headers = { ...response.headers };
        for (const name of changing) if (headers[name]) headers[name] = name;
        resolve([response.statusCode, headers, body]);
      });
    });
    request.on('error', reject);
    request.end(options.body);
  });

exports.post = (port, path, type, body) =>
  exports.get(port, path, { method: 'POST', headers: { 'content-type': type }, body });

// raw writes a text to a connection and returns all that comes back.
exports.raw = (port, text) =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let out = '';
    socket.setEncoding('utf8');
    socket.on('data', (data) => (out += data));
    socket.on('end', () => resolve(out.replace(/^(date|etag): .*$/gim, '$1: ...')));
    socket.on('error', reject);
    socket.write(text);
  });
