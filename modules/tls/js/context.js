'use strict';
// SecureContext: what is known of certificates, keys, versions and ciphers before there is a connection.
const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateObject, validateString, validateInteger, validateInt32, validateArray } = require('internal/validators');
const { constants } = require('internal/crypto/constants');

const isView = ArrayBuffer.isView;
const defaults = { ciphers: constants.defaultCipherList, min: 'TLSv1.2', max: 'TLSv1.3' };
let trusted; // by setDefaultCAs

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

// Of several options the one that allows most counts.
const asked = (end) => versions.filter((version) => process.execArgv.includes(`--tls-${end}-${version.slice(3).padEnd(4, '.0')}`));
defaults.min = asked('min')[0] ?? defaults.min;
defaults.max = asked('max').at(-1) ?? defaults.max;

function versionOf(which, value, fallback) {
  value ??= fallback;
  if (versions.includes(value)) return value;
  throw new codes.ERR_TLS_INVALID_PROTOCOL_VERSION(value, which);
}

// The methods of old OpenSSL: versions, from and to.
function methodVersions(name) {
  const plain = name.replace(/_(client|server)_method$/, '_method');
  switch (plain) {
    case 'SSLv23_method': return [defaults.min, 'TLSv1.2'];
    case 'TLS_method': return ['TLSv1', 'TLSv1.3'];
    case 'TLSv1_method': return ['TLSv1', 'TLSv1'];
    case 'TLSv1_1_method': return ['TLSv1.1', 'TLSv1.1'];
    case 'TLSv1_2_method': return ['TLSv1.2', 'TLSv1.2'];
    case 'SSLv2_method': throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD('SSLv2 methods disabled');
    case 'SSLv3_method': throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD('SSLv3 methods disabled');
  }
  throw new codes.ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${name}`);
}

// What is below a SecureContext.
class NativeContext {
  #external = Object.freeze(Object.create(null));
  constructor() { binding.newContext(this); }
  get _external() { return this.#external; }
  addCACert(cert) { binding.extendCA(this, bytes(cert)); }
}

class SecureContext {
  constructor(secureProtocol, secureOptions, minVersion, maxVersion) {
    if (secureProtocol) {
      if (minVersion !== null && minVersion !== undefined) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(minVersion, secureProtocol);
      if (maxVersion !== null && maxVersion !== undefined) throw new codes.ERR_TLS_PROTOCOL_VERSION_CONFLICT(maxVersion, secureProtocol);
    }
    const context = new NativeContext();
    if (secureProtocol) {
      binding.setVersions(context, ...methodVersions(secureProtocol));
    } else {
      binding.setVersions(context, versionOf('minimum', minVersion, defaults.min), versionOf('maximum', maxVersion, defaults.max));
    }
    if (secureOptions) validateInteger(secureOptions, 'secureOptions');
    Object.defineProperty(this, 'context', { value: context, writable: true, configurable: true, enumerable: true });
  }
}

function checkBytes(name, value) {
  if (typeof value === 'string' || isView(value)) return;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
}

const bytes = (value) => (typeof value === 'string' ? Buffer.from(value) : value);
const list = (value) => (Array.isArray(value) ? value : [value]);

function setKey(context, key, passphrase, name) {
  checkBytes(`${name}.key`, key);
  if (passphrase !== undefined && passphrase !== null) validateString(passphrase, `${name}.passphrase`);
  const { createPrivateKey } = require('internal/crypto/keys');
  const made = createPrivateKey({ key, format: 'pem', passphrase: passphrase ?? '' });
  binding.addKey(context, made.export({ type: 'pkcs8', format: 'der' }));
}

function configure(context, options, name) {
  validateObject(options, name);
  const { allowPartialTrustChain, ca, cert, ciphers = defaults.ciphers, clientCertEngine, crl, dhparam, ecdhCurve = 'auto', key,
          passphrase, pfx, privateKeyIdentifier, sessionIdContext, sessionTimeout, sigalgs, ticketKeys } = options;
  if (ca) {
    for (const one of list(ca).flat()) {
      checkBytes(`${name}.ca`, one);
      binding.addCA(context, bytes(one));
    }
  } else if (trusted) {
    for (const one of trusted.concat('')) binding.addCA(context, bytes(one)); // there may be none
  } else {
    extraCAs();
  }
  if (allowPartialTrustChain) binding.setPartial(context);
  if (cert) {
    for (const one of list(cert)) {
      checkBytes(`${name}.cert`, one);
      binding.addCert(context, bytes(one));
    }
  }
  if (key) {
    for (const one of list(key)) {
      if (Array.isArray(key) && typeof one === 'object' && one !== null && one.pem !== undefined) {
        setKey(context, one.pem, one.passphrase ?? passphrase, name);
      } else {
        setKey(context, one, passphrase, name);
      }
    }
  }
  if (sigalgs !== undefined && sigalgs !== null) {
    validateString(sigalgs, `${name}.sigalgs`);
    if (sigalgs === '') throw new codes.ERR_INVALID_ARG_VALUE(`${name}.sigalgs`, sigalgs);
  }
  if (privateKeyIdentifier !== undefined && privateKeyIdentifier !== null) {
    const { privateKeyEngine } = options;
    if (privateKeyEngine === undefined || privateKeyEngine === null) {
      throw new codes.ERR_INVALID_ARG_VALUE(`${name}.privateKeyEngine`, privateKeyEngine);
    }
    for (const [key, value] of [['privateKeyIdentifier', privateKeyIdentifier], ['privateKeyEngine', privateKeyEngine]]) {
      if (typeof value !== 'string') {
        throw new codes.ERR_INVALID_ARG_TYPE(`${name}.${key}`, ['string', 'null', 'undefined'], value);
      }
    }
    throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
  if (clientCertEngine !== undefined && clientCertEngine !== null) {
    if (typeof clientCertEngine !== 'string') {
      throw new codes.ERR_INVALID_ARG_TYPE(`${name}.clientCertEngine`, ['string', 'null', 'undefined'], clientCertEngine);
    }
    throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, `${name}.ciphers`);
  if (ciphers && /^:+$/.test(ciphers)) throw new codes.ERR_INVALID_ARG_VALUE(`${name}.ciphers`, ciphers);
  binding.setCiphers(context, ciphers || defaults.ciphers);
  validateString(ecdhCurve, `${name}.ecdhCurve`);
  binding.setCurves(context, ecdhCurve);
  if (dhparam !== undefined && dhparam !== null && dhparam !== 'auto') checkBytes(`${name}.dhparam`, dhparam);
  if (crl !== undefined && crl !== null) {
    for (const one of list(crl)) checkBytes(`${name}.crl`, one);
  }
  if (sessionIdContext !== undefined && sessionIdContext !== null) validateString(sessionIdContext, `${name}.sessionIdContext`);
  if (pfx !== undefined && pfx !== null) {
    for (const one of list(pfx)) {
      const [data, secret] = isView(one) || typeof one === 'string' ? [one, passphrase] : [one.buf ?? one, one.passphrase ?? passphrase];
      binding.addPFX(context, bytes(data), secret ?? '');
    }
  }
  if (ticketKeys !== undefined && ticketKeys !== null) {
    if (!isView(ticketKeys)) {
      throw new codes.ERR_INVALID_ARG_TYPE(`${name}.ticketKeys`, ['Buffer', 'TypedArray', 'DataView'], ticketKeys);
    }
    if (ticketKeys.byteLength !== 48) {
      throw new codes.ERR_INVALID_ARG_VALUE(`${name}.ticketKeys`, ticketKeys.byteLength, 'must be exactly 48 bytes');
    }
    binding.ticketKeys(context, ticketKeys);
  }
  if (sessionTimeout !== undefined && sessionTimeout !== null) validateInt32(sessionTimeout, `${name}.sessionTimeout`, 0);
}

function createSecureContext(options) {
  options ||= {};
  validateObject(options, 'options');
  const { secureProtocol, secureOptions, minVersion, maxVersion } = options;
  const made = new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  configure(made.context, options, 'options');
  return made;
}

function setDefaultCAs(certs) {
  validateArray(certs, 'certs');
  for (const [i, cert] of certs.entries()) {
    if (typeof cert !== 'string' && !isView(cert)) {
      throw new codes.ERR_INVALID_ARG_TYPE(`certs[${i}]`, ['string', 'ArrayBufferView'], cert);
    }
  }
  const { X509Certificate } = require('internal/crypto/certificate');
  const given = certs.filter((cert) => typeof cert !== 'string' || cert.includes('-----BEGIN '));
  if (given.length === 0 && certs.length > 0) {
    throw new codes.ERR_CRYPTO_OPERATION_FAILED('No valid certificates found in the provided array');
  }
  const read = (cert) => {
    try {
      return new X509Certificate(cert).toString().trimEnd();
    } catch {
      const [library, reason, code] = ['PEM routines', 'ASN1 lib', 'ERR_OSSL_PEM_ASN1_LIB'];
      throw Object.assign(new Error(`error:0488000D:${library}::${reason}`), { library, reason, code });
    }
  };
  trusted = Object.freeze([...new Set(given.map(read))]);
}

// extraCAs is what NODE_EXTRA_CA_CERTS names, as PEM. A file that cannot be read is told of once.
let extra;
function extraCAs() {
  if (extra) return extra;
  const [list, failure] = binding.extra();
  if (failure) process.emitWarning(`Ignoring extra certs from \`${process.env.NODE_EXTRA_CA_CERTS}\`, load failed: ${failure}`);
  return extra = Object.freeze(list);
}

function alpnBytes(protocols) {
  if (isView(protocols)) return Buffer.from(protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
  if (!Array.isArray(protocols)) return undefined;
  return Buffer.concat(protocols.map((name, i) => {
    const b = Buffer.from(name);
    if (b.length > 255) {
      const err = new codes.ERR_OUT_OF_RANGE('protocol', '<= 255', b.length);
      err.message = `The byte length of the protocol at index ${i} exceeds the maximum length. It must be <= 255. Received ${b.length}`;
      throw err;
    }
    return Buffer.concat([Buffer.from([b.length]), b]);
  }));
}

// The names in such bytes.
function alpnNames(wire) {
  const names = [];
  for (let i = 0; wire && i < wire.length; i += 1 + wire[i]) names.push(wire.toString('latin1', i + 1, i + 1 + wire[i]));
  return names;
}

module.exports = {
  SecureContext, createSecureContext, defaults, alpnBytes, alpnNames, setDefaultCAs, extraCAs, defaultCAs: () => trusted,
};
