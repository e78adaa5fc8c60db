'use strict';
// DOMException: an Error whose name stands for a number.

const names = [
  ['IndexSizeError', 'INDEX_SIZE_ERR'], [null, 'DOMSTRING_SIZE_ERR'], ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR'],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR'], ['InvalidCharacterError', 'INVALID_CHARACTER_ERR'],
  [null, 'NO_DATA_ALLOWED_ERR'], ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR'],
  ['NotFoundError', 'NOT_FOUND_ERR'], ['NotSupportedError', 'NOT_SUPPORTED_ERR'],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR'], ['InvalidStateError', 'INVALID_STATE_ERR'],
  ['SyntaxError', 'SYNTAX_ERR'], ['InvalidModificationError', 'INVALID_MODIFICATION_ERR'],
  ['NamespaceError', 'NAMESPACE_ERR'], ['InvalidAccessError', 'INVALID_ACCESS_ERR'], [null, 'VALIDATION_ERR'],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR'], ['SecurityError', 'SECURITY_ERR'], ['NetworkError', 'NETWORK_ERR'],
  ['AbortError', 'ABORT_ERR'], ['URLMismatchError', 'URL_MISMATCH_ERR'], ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR'],
  ['TimeoutError', 'TIMEOUT_ERR'], ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR'], ['DataCloneError', 'DATA_CLONE_ERR'],
];

// A constructor that returns another object puts the private fields of its
// subclass on that object: on the Error, here.
class Returned { constructor(object) { return object; } }

class State extends Returned {
  #message;
  #name;

  constructor(error, message, name) {
    super(error);
    this.#message = message;
    this.#name = name;
  }

  static has(error) { return #name in error; }
  static message(error) { return State.#check(error).#message; }
  static name(error) { return State.#check(error).#name; }
  static #check(error) {
    if (error !== null && typeof error === 'object' && #name in error) return error;
    throw Object.assign(new TypeError('Value of "this" must be of DOMException'), { code: 'ERR_INVALID_THIS' });
  }
}

class DOMException {
  constructor(message = '', options = 'Error') {
    const error = Object.setPrototypeOf(new Error(), new.target.prototype);
    let name = options;
    if (options !== null && typeof options === 'object') {
      name = 'name' in options ? options.name : 'Error';
      if ('cause' in options) {
        Object.defineProperty(error, 'cause', { value: options.cause, configurable: true, writable: true });
      }
    }
    new State(error, `${message}`, `${name}`);
    Error.captureStackTrace(error, DOMException);
    return error;
  }

  get name() { return State.name(this); }
  get message() { return State.message(this); }
  get code() {
    const name = State.name(this);
    return names.findIndex(([n]) => n === name) + 1;
  }
}
Object.setPrototypeOf(DOMException.prototype, Error.prototype);
// What a clone is made of: see modules.CloneSymbol.
Object.defineProperty(DOMException.prototype, binding.kClone, {
  value() {
    if (!State.has(this)) return undefined;
    const { message, name, stack } = this;
    return { deserializeInfo: 'internal/domexception:cloned', data: { message, name, stack } };
  },
});
for (const name of ['name', 'message', 'code']) Object.defineProperty(DOMException.prototype, name, { enumerable: true });
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { value: 'DOMException', configurable: true });
names.forEach(([, constant], i) => {
  const descriptor = { value: i + 1, enumerable: true };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
});

function cloned({ message, name, stack }) {
  return Object.defineProperty(new DOMException(message, name), 'stack', { value: stack });
}

module.exports = { DOMException, cloned };
