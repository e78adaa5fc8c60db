'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const {
  validateArray, validateBoolean, validateObject, validateString,
} = require('internal/validators');

function failure(code, message) {
  const error = new TypeError(message);
  error.code = code;
  error.stack = error.stack.replace('TypeError', `TypeError [${code}]`);
  return error;
}

const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key) ? object[key] : undefined;

// Arguments to read when the script passes none: those behind the script, or behind
// the code of -e and -p.
function mainArguments() {
  const { execArgv, argv } = process;
  const evaluated = execArgv.some((arg) => ['-e', '--eval', '-p', '--print'].includes(arg));
  return argv.slice(evaluated ? 1 : 2);
}

function checkDefault(value, option, name) {
  const each = option.type === 'boolean' ? validateBoolean : validateString;
  if (!option.multiple) return each(value, name);
  validateArray(value, name);
  value.forEach((item, i) => each(item, `${name}[${i}]`));
}

function checkOptions(options) {
  for (const [long, option] of Object.entries(options)) {
    const path = `options.${long}`;
    validateObject(option, path);
    const type = own(option, 'type');
    if (type !== 'string' && type !== 'boolean') throw new ERR_INVALID_ARG_TYPE(`${path}.type`, "('string|boolean')", type);
    const short = own(option, 'short');
    if (short !== undefined) {
      validateString(short, `${path}.short`);
      if (short.length !== 1) throw new ERR_INVALID_ARG_VALUE(`${path}.short`, short, 'must be a single character');
    }
    const multiple = own(option, 'multiple');
    if (multiple !== undefined) validateBoolean(multiple, `${path}.multiple`);
    const value = own(option, 'default');
    if (value !== undefined) checkDefault(value, option, `${path}.default`);
  }
}

// tokenize splits arguments into options, positionals and the terminator, without
// judging them.
function tokenize(args, options) {
  const longOf = (short) => Object.keys(options).find((long) => own(options[long], 'short') === short) ?? short;
  const takesValue = (long) => own(own(options, long) ?? {}, 'type') === 'string';
  const tokens = [];
  const rest = [...args];
  let index = -1;
  let group = 0; // arguments left of a group of short options that was taken apart
  while (rest.length > 0) {
    const arg = rest.shift();
    const next = rest[0];
    if (group > 0) group--;
    else index++;
    const nextIsValue = next !== undefined && next !== null;
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (/^-[^-]$/su.test(arg)) {
      const name = longOf(arg[1]);
      let value;
      let inlineValue;
      if (takesValue(name) && nextIsValue) {
        value = rest.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue });
      if (value !== undefined) index++;
      continue;
    }
    if (arg.length > 2 && arg[0] === '-' && arg[1] !== '-') {
      const first = longOf(arg[1]);
      if (takesValue(first)) {
        tokens.push({ kind: 'option', name: first, rawName: `-${arg[1]}`, index, value: arg.slice(2), inlineValue: true });
        continue;
      }
      const expanded = [];
      for (let i = 1; i < arg.length; i++) {
        const name = longOf(arg[i]);
        if (!takesValue(name) || i === arg.length - 1) {
          expanded.push(`-${arg[i]}`);
        } else {
          expanded.push(`-${arg.slice(i)}`);
          break;
        }
      }
      rest.unshift(...expanded);
      group = expanded.length;
      continue;
    }
    if (/^--[^=]+$/s.test(arg)) {
      const name = arg.slice(2);
      let value;
      let inlineValue;
      if (takesValue(name) && nextIsValue) {
        value = rest.shift();
        inlineValue = false;
      }
      tokens.push({ kind: 'option', name, rawName: arg, index, value, inlineValue });
      if (value !== undefined) index++;
      continue;
    }
    if (/^--[^=]+=/s.test(arg)) {
      const at = arg.indexOf('=');
      tokens.push({ kind: 'option', name: arg.slice(2, at), rawName: arg.slice(0, at), index, value: arg.slice(at + 1), inlineValue: true });
      continue;
    }
    tokens.push({ kind: 'positional', index, value: arg });
  }
  return tokens;
}

function checkUse(token, options, allowPositionals, allowNegative) {
  let { name } = token;
  let option = own(options, name);
  if (option === undefined && allowNegative && name.startsWith('no-')) {
    option = own(options, name.slice(3));
    if (option !== undefined && option.type === 'boolean') name = name.slice(3);
    else option = undefined;
  }
  if (option === undefined) {
    const hint = allowPositionals ?
      `. To specify a positional argument starting with a '-', place it at the end of the command after '--', as in '-- ${JSON.stringify(token.rawName)}` : '';
    throw failure('ERR_PARSE_ARGS_UNKNOWN_OPTION', `Unknown option '${token.rawName}'${hint}`);
  }
  const short = own(option, 'short');
  const both = `${short ? `-${short}, ` : ''}--${name}`;
  if (option.type === 'string' && typeof token.value !== 'string') {
    throw failure('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${both} <value>' argument missing`);
  }
  if (option.type === 'boolean' && token.value !== undefined) {
    throw failure('ERR_PARSE_ARGS_INVALID_OPTION_VALUE', `Option '${both}' does not take an argument`);
  }
}

// A value that looks like an option was probably forgotten to be given.
function checkAmbiguous(token) {
  if (token.inlineValue || typeof token.value !== 'string' || token.value.length < 2 || token.value[0] !== '-') return;
  const example = token.rawName.startsWith('--') ? `'${token.rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
  throw failure('ERR_PARSE_ARGS_INVALID_OPTION_VALUE',
                `Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option argument for '${token.rawName}'?\nTo specify an option argument starting with a dash use ${example}.`);
}

function store(values, name, value, options) {
  if (name === '__proto__') return;
  if (own(own(options, name) ?? {}, 'multiple')) {
    (values[name] ??= []).push(value);
  } else {
    values[name] = value;
  }
}

exports.parseArgs = function parseArgs(config = {}) {
  validateObject(config, 'config');
  const args = own(config, 'args') ?? mainArguments();
  const strict = own(config, 'strict') ?? true;
  const allowPositionals = own(config, 'allowPositionals') ?? !strict;
  const withTokens = own(config, 'tokens') ?? false;
  const options = own(config, 'options') ?? {};
  const allowNegative = own(config, 'allowNegative') ?? false;
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(withTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  checkOptions(options);

  const tokens = tokenize(args, options);
  const result = { values: Object.create(null), positionals: [] };
  if (withTokens) result.tokens = tokens;
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) {
        checkUse(token, options, allowPositionals, allowNegative);
        checkAmbiguous(token);
      }
      let { name } = token;
      let value = token.value ?? true;
      if (allowNegative && name.startsWith('no-') && token.value === undefined) {
        const positive = name.slice(3);
        if (own(own(options, positive) ?? {}, 'type') === 'boolean' || !strict && own(options, name) === undefined) {
          name = positive;
          value = false;
          token.name = name;
        }
      }
      store(result.values, name, value, options);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) {
        throw failure('ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL', `Unexpected argument '${token.value}'. This command does not take positional arguments`);
      }
      result.positionals.push(token.value);
    }
  }
  for (const [long, option] of Object.entries(options)) {
    const value = own(option, 'default');
    if (value !== undefined && result.values[long] === undefined && long !== '__proto__') result.values[long] = value;
  }
  return result;
};
