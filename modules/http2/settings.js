'use strict';
// The settings of a session, as an object and as the payload of a SETTINGS frame: six bytes each, an identifier and a
// value, in network order (RFC 9113, section 6.5).
const { codes: { ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH, ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateObject } = require('internal/validators');

const MAX = 2 ** 32 - 1;

// Each setting: its identifier, and the least and the greatest number it may be. Those without are true or false.
const settings = {
  headerTableSize: { id: 1, least: 0, most: MAX },
  enablePush: { id: 2 },
  maxConcurrentStreams: { id: 3, least: 0, most: MAX },
  initialWindowSize: { id: 4, least: 0, most: MAX },
  maxFrameSize: { id: 5, least: 2 ** 14, most: 2 ** 24 - 1 },
  maxHeaderListSize: { id: 6, least: 0, most: MAX },
  enableConnectProtocol: { id: 8 },
};
const names = Object.keys(settings);

function invalid(Class, name, value) {
  const error = new Class(`Invalid value for setting "${name}": ${value}`);
  error.code = 'ERR_HTTP2_INVALID_SETTING_VALUE';
  return error;
}

function check(name, value) {
  const { least, most } = settings[name];
  if (least === undefined) {
    if (typeof value !== 'boolean') throw invalid(TypeError, name, value);
  } else if (!(typeof value === 'number' && value >= least && value <= most)) {
    throw invalid(RangeError, name, value);
  }
}

function custom(values) {
  return Object.entries(values).map(([key, value]) => {
    const id = Number(key);
    if (!(id >= 0 && id <= 0xffff)) throw invalid(RangeError, 'customSettings:id', id);
    if (!(typeof value === 'number' && value >= 0 && value <= MAX)) throw invalid(RangeError, 'customSettings:value', value);
    return [id, value];
  });
}

exports.getDefaultSettings = function getDefaultSettings() {
  return {
    __proto__: null,
    headerTableSize: 4096,
    enablePush: true,
    initialWindowSize: 65535,
    maxFrameSize: 16384,
    maxConcurrentStreams: MAX,
    maxHeaderSize: 65535,
    maxHeaderListSize: 65535,
    enableConnectProtocol: false,
  };
};

exports.getPackedSettings = function getPackedSettings(given = {}) {
  validateObject(given, 'settings');
  const wanted = { ...given };
  if (wanted.maxHeaderSize !== undefined) { // the older name of the same
    if (wanted.maxHeaderListSize !== wanted.maxHeaderSize) {
      process.emitWarning('settings.maxHeaderSize overwrite settings.maxHeaderListSize');
    }
    wanted.maxHeaderListSize = wanted.maxHeaderSize;
  }
  const entries = [];
  for (const name of names) {
    if (wanted[name] === undefined) continue;
    check(name, wanted[name]);
    entries.push([settings[name].id, Number(wanted[name])]);
  }
  if (wanted.customSettings !== undefined) entries.push(...custom(wanted.customSettings));
  const bytes = Buffer.alloc(6 * entries.length);
  entries.forEach(([id, value], i) => {
    bytes.writeUInt16BE(id, 6 * i);
    bytes.writeUInt32BE(value, 6 * i + 2);
  });
  return bytes;
};

exports.getUnpackedSettings = function getUnpackedSettings(buf, options = {}) {
  if (!ArrayBuffer.isView(buf) || buf instanceof DataView) {
    throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray'], buf);
  }
  if (buf.length % 6 !== 0) throw new ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH();
  const bytes = Buffer.from(buf.buffer, buf.byteOffset, buf.length);
  const found = {};
  for (let at = 0; at < bytes.length; at += 6) {
    const id = bytes.readUInt16BE(at);
    const value = bytes.readUInt32BE(at + 2);
    const name = names.find((n) => settings[n].id === id);
    if (name === undefined) {
      (found.customSettings ??= {})[id] = value;
      continue;
    }
    const { least } = settings[name];
    if (name === 'maxHeaderListSize') found.maxHeaderSize = value;
    found[name] = least === undefined ? value !== 0 : value;
  }
  if (options != null && options.validate) {
    for (const name of names) if (found[name] !== undefined) check(name, found[name]);
  }
  return found;
};
