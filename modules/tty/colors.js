'use strict';

// How many colours a terminal shows, in bits, judged by the environment.

const { validateInteger } = require('internal/validators');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

const sixteen = 'ansi color console cons25 cygwin dtterm eterm gnome hurd jfbterm kterm konsole linux mosh putty rxvt st terminator vt100 xterm'.split(' ');
const eight = /^(?:con\d+x\d+|(?:rxvt|screen|xterm|vt100|vt220).*)$|color|cygwin/;
const truecolor = ['konsole', 'mosh', 'st', 'terminator', 'rxvt-unicode-24bit'];

function forced(value) {
  switch (value) {
    case '': case '1': case 'true': return 4;
    case '2': return 8;
    case '3': return 24;
  }
  return 1;
}

let warned = false;

function warnForce(env) {
  if (warned || env.NODE_DISABLE_COLORS === undefined && env.NO_COLOR === undefined) return;
  warned = true;
  const name = env.NODE_DISABLE_COLORS === undefined ? 'NO_COLOR' : 'NODE_DISABLE_COLORS';
  process.emitWarning(`The '${name}' env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
}

function windows() {
  const [major, , build] = require('os').release().split('.').map(Number);
  if (major < 10) return 4;
  if (build >= 14931) return 24;
  return build >= 10586 ? 8 : 4;
}

function ci(env) {
  if ('CIRRUS_CI' in env || 'CODEBUILD_BUILD_ID' in env || 'GITEA_ACTIONS' in env || 'GITHUB_ACTIONS' in env) return 24;
  for (const name of ['APPVEYOR', 'BUILDKITE', 'CIRCLECI', 'DRONE', 'GITLAB_CI', 'TRAVIS']) {
    if (name in env) return 8;
  }
  return env.CI_NAME === 'codeship' ? 8 : 1;
}

function getColorDepth(env = process.env) {
  if (env.FORCE_COLOR !== undefined) {
    const depth = forced(env.FORCE_COLOR);
    if (depth > 1) warnForce(env);
    return depth;
  }
  if (env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== '' ||
      env.NO_COLOR !== undefined && env.NO_COLOR !== '' || env.TERM === 'dumb') {
    return 1;
  }
  if (process.platform === 'win32') return windows();
  if (env.TMUX) return 24;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return 4;
  if ('CI' in env) return ci(env);
  if ('TEAMCITY_VERSION' in env) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 4 : 1;
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app': return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? 8 : 24;
    case 'HyperTerm': case 'MacTerm': return 24;
    case 'Apple_Terminal': return 8;
  }
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return 24;
  if (env.TERM) {
    if (env.TERM.includes('truecolor')) return 24;
    if (/^xterm-256/.test(env.TERM)) return 8;
    const term = env.TERM.toLowerCase();
    if (truecolor.includes(term)) return 24;
    if (sixteen.includes(term) || eight.test(term)) return 4;
  }
  return env.COLORTERM ? 4 : 1;
}

// hasColors([count][, env])
function hasColors(count, env) {
  if (env === undefined && (count === undefined || typeof count === 'object' && count !== null)) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  if (env !== undefined && (typeof env !== 'object' || env === null)) throw new ERR_INVALID_ARG_TYPE('env', 'Object', env);
  return count <= 2 ** this.getColorDepth(env);
}

module.exports = { getColorDepth, hasColors };
