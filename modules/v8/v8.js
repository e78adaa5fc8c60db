'use strict';
// The default serializers, and what Node's v8 module has about V8 alone: flags are taken and forgotten, what would need
// V8's heap says that it is not there.

const { codes: { ERR_METHOD_NOT_IMPLEMENTED, ERR_NOT_BUILDING_SNAPSHOT } } = require('internal/errors');
const { validateOneOf, validateString, validateUint32 } = require('internal/validators');
const { Buffer } = require('buffer');

function required(name) {
  const error = new TypeError(`Class constructor ${name} cannot be invoked without 'new'`);
  error.code = 'ERR_CONSTRUCT_CALL_REQUIRED';
  return error;
}

function Serializer() {
  if (new.target === undefined) throw required('Serializer');
  binding.newSerializer(this);
}
Object.assign(Serializer.prototype, binding.serializer);
Serializer.prototype._getDataCloneError = Error;

function Deserializer(buffer) {
  if (new.target === undefined) throw required('Deserializer');
  binding.newDeserializer(this, buffer);
  this.buffer = buffer;
}
Object.assign(Deserializer.prototype, binding.deserializer);

// readRawBytes gives the next bytes of what is read, in place.
Deserializer.prototype.readRawBytes = function readRawBytes(length) {
  const offset = this._readRawBytes(length);
  return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, length);
};

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(abView) { binding.writeView(this, abView); }
}

class DefaultDeserializer extends Deserializer {
  _readHostObject() { return binding.readView(this); }
}

function missing(name) {
  return Object.defineProperty(function() {
    throw new ERR_METHOD_NOT_IMPLEMENTED(`v8.${name}`);
  }, 'name', { value: name });
}

class GCProfiler {
  #start;

  start() { this.#start ??= Date.now(); }
  stop() {
    if (this.#start === undefined) return undefined;
    const startTime = this.#start;
    this.#start = undefined;
    return { version: 1, startTime, statistics: [], endTime: Date.now() };
  }
}

function snapshot(name) {
  return Object.defineProperty(function() {
    throw new ERR_NOT_BUILDING_SNAPSHOT();
  }, 'name', { value: name });
}

module.exports = {
  cachedDataVersionTag: binding.cachedDataVersionTag,
  getHeapSnapshot: missing('getHeapSnapshot'),
  getHeapStatistics: binding.getHeapStatistics,
  getHeapSpaceStatistics: binding.getHeapSpaceStatistics,
  getHeapCodeStatistics() {
    return { code_and_metadata_size: 0, bytecode_and_metadata_size: 0, external_script_source_size: 0, cpu_profiler_metadata_size: 0 };
  },
  getCppHeapStatistics(type = 'detailed') {
    validateOneOf(type, 'type', ['brief', 'detailed']);
    return {
      committed_size_bytes: 0, resident_size_bytes: 0, used_size_bytes: 0, space_statistics: [], type_names: [], detail_level: type,
    };
  },
  setFlagsFromString(flags) {
    validateString(flags, 'flags');
    binding.setFlags(flags);
  },
  Serializer,
  Deserializer,
  DefaultSerializer,
  DefaultDeserializer,
  deserialize: binding.deserialize,
  takeCoverage() {},
  stopCoverage() {},
  serialize: binding.serialize,
  writeHeapSnapshot: missing('writeHeapSnapshot'),
  queryObjects: missing('queryObjects'),
  startupSnapshot: {
    addDeserializeCallback: snapshot('addDeserializeCallback'),
    addSerializeCallback: snapshot('addSerializeCallback'),
    setDeserializeMainFunction: snapshot('setDeserializeMainFunction'),
    isBuildingSnapshot: () => false,
  },
  setHeapSnapshotNearHeapLimit(limit) { validateUint32(limit, 'limit', true); },
  GCProfiler,
  isStringOneByteRepresentation(content) {
    validateString(content, 'content');
    return binding.isOneByte(content);
  },
  startCpuProfile: missing('startCpuProfile'),
};

Object.defineProperty(module.exports, 'promiseHooks', {
  get() { return this.promiseHooks = require('internal/v8_promise_hooks'); },
  set(value) { Object.defineProperty(this, 'promiseHooks', { value, writable: true, enumerable: true, configurable: true }); },
  enumerable: true,
  configurable: true,
});
