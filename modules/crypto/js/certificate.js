'use strict';
// X509Certificate, and Certificate (SPKAC).
const { codes } = require('internal/errors');
const { validateString, validateObject, validateBoolean } = require('internal/validators');
const { Buffer, bytesOf, isArrayBufferOrView } = require('internal/crypto/arguments');
const { PublicKeyObject, isKeyObject, handleOf } = require('internal/crypto/keys');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const isCertificate = (v) => v instanceof X509Certificate;

// A host, an address of mail or of IP, and options for how it is to be found.
function flags(options = {}) {
  validateObject(options, 'options');
  const { subject = 'default', wildcards = true, partialWildcards = true, multiLabelWildcards = false,
          singleLabelSubdomains = false } = options;
  validateString(subject, 'options.subject');
  const bools = { wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains };
  for (const name of Object.keys(bools)) validateBoolean(bools[name], `options.${name}`);
  if (!['default', 'always', 'never'].includes(subject)) throw new codes.ERR_INVALID_ARG_VALUE('options.subject', subject);
  return [subject, wildcards, partialWildcards];
}

function noZero(value, name) {
  validateString(value, name);
  if (value.includes('\0')) throw new codes.ERR_INVALID_ARG_VALUE(name, value);
}

class X509Certificate {
  #key;

  constructor(buffer) {
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!isArrayBufferOrView(buffer)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    binding.newCertificate(this, buffer);
  }

  get subject() { return binding.certSubject(this); }
  get subjectAltName() { return binding.certAltName(this); }
  get issuer() { return binding.certIssuer(this); }
  get issuerCertificate() { return undefined; }
  get infoAccess() { return binding.certInfoAccess(this); }
  get validFrom() { return binding.certFrom(this); }
  get validTo() { return binding.certTo(this); }
  get validFromDate() { return new Date(binding.certTimes(this)[0]); }
  get validToDate() { return new Date(binding.certTimes(this)[1]); }
  get fingerprint() { return binding.certFingerprint(this, 'sha1'); }
  get fingerprint256() { return binding.certFingerprint(this, 'sha256'); }
  get fingerprint512() { return binding.certFingerprint(this, 'sha512'); }
  get keyUsage() { return binding.certKeyUsage(this); }
  get serialNumber() { return binding.certSerial(this); }
  get signatureAlgorithm() { return binding.certAlgorithm(this); }
  get signatureAlgorithmOid() { return binding.certAlgorithmOid(this); }
  get raw() { return binding.certRaw(this); }
  get publicKey() { return this.#key ??= new PublicKeyObject(binding.certKey(this)); }
  toString() { return binding.certPEM(this); }
  toJSON() { return this.toString(); }
  get ca() { return binding.certCA(this); }

  checkHost(name, options) {
    noZero(name, 'name');
    return binding.certHost(this, name, ...flags(options));
  }
  checkEmail(email, options) {
    noZero(email, 'email');
    return binding.certEmail(this, email, flags(options)[0]) ? email : undefined;
  }
  checkIP(ip, options) {
    validateString(ip, 'ip');
    flags(options);
    if (require('net').isIP(ip) === 0) throw new codes.ERR_INVALID_ARG_VALUE('ip', ip);
    return binding.certIP(this, ip) ? ip : undefined;
  }
  checkIssued(otherCert) {
    if (!isCertificate(otherCert)) throw new codes.ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return binding.certIssued(this, otherCert);
  }
  checkPrivateKey(pkey) {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'private') throw new codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return binding.certMatches(this, handleOf(pkey));
  }
  verify(pkey) {
    if (!isKeyObject(pkey)) throw new codes.ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'public') throw new codes.ERR_INVALID_ARG_VALUE('pkey', pkey);
    return binding.certVerify(this, handleOf(pkey));
  }
  toLegacyObject() {
    const { subject, issuer, infoAccess, modulus, exponent, pubkey, bits, asn1Curve, nistCurve } = binding.certLegacy(this);
    return {
      subject, issuer, subjectaltname: this.subjectAltName, infoAccess, ca: this.ca, modulus, exponent, pubkey, bits,
      valid_from: this.validFrom, valid_to: this.validTo, fingerprint: this.fingerprint, fingerprint256: this.fingerprint256,
      fingerprint512: this.fingerprint512, ext_key_usage: this.keyUsage, serialNumber: this.serialNumber, raw: this.raw,
      asn1Curve, nistCurve,
    };
  }
  [binding.kClone]() { return { deserializeInfo: 'internal/crypto/certificate:taken', data: this.raw }; }
  [kInspect](depth, options) {
    if (depth < 0) return this;
    const shown = {};
    for (const name of ['subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'validFromDate',
      'validToDate', 'fingerprint', 'fingerprint256', 'fingerprint512', 'keyUsage', 'serialNumber', 'signatureAlgorithm',
      'signatureAlgorithmOid']) shown[name] = this[name];
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `X509Certificate ${require('util').inspect(shown, inner)}`;
  }
}

function spkacOf(value, encoding) {
  const spkac = bytesOf(value, 'spkac', encoding);
  if (spkac.byteLength > 2 ** 31 - 1) throw new codes.ERR_OUT_OF_RANGE('spkac', '<= 2147483647', spkac.byteLength);
  return spkac;
}
function verifySpkac(spkac, encoding) { return binding.spkacVerify(spkacOf(spkac, encoding)); }
function exportPublicKey(spkac, encoding) { return nonEmpty(binding.spkacKey(spkacOf(spkac, encoding))); }
function exportChallenge(spkac, encoding) { return nonEmpty(binding.spkacChallenge(spkacOf(spkac, encoding))); }
const nonEmpty = (b) => (b.length === 0 ? '' : b);

// The old form had objects with these as methods.
function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}
for (const f of [verifySpkac, exportPublicKey, exportChallenge]) {
  Certificate[f.name] = f;
  Certificate.prototype[f.name] = f;
}

const taken = (raw) => new X509Certificate(raw);

module.exports = { Certificate, X509Certificate, isCertificate, taken };
