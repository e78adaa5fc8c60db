// What crypto computes: known inputs, and what one half makes given to the other half.
const crypto = require('node:crypto');

const show = (name, f) => {
  try {
    console.log(name, f());
  } catch (err) {
    console.log(name, `${err.name} ${err.code}: ${err.message}`);
  }
};
const sum = (b) => crypto.hash('sha1', b);

for (const name of ['md5', 'sha1', 'sha256', 'RSA-SHA512', 'sha3-384', 'blake2b512', 'blake2s256', 'ripemd160', 'md5-sha1', 'sha512-256']) {
  show(name, () => {
    const h = crypto.createHash(name).update('some ').update(Buffer.from('text'));
    return [h.copy().digest('base64'), h.update('21', 'hex').digest('hex'), crypto.createHmac(name, 'key').update('text').digest('latin1').length];
  });
}
show('shake256', () => crypto.createHash('shake256', { outputLength: 40 }).update('a').copy({ outputLength: 3 }).digest('hex'));
show('no hash', () => crypto.createHash('nothing'));
show('no hmac', () => crypto.createHmac('nothing', 'key'));
show('digest twice', () => {
  const h = crypto.createHash('md5');
  h.digest();
  h.digest();
});

show('pbkdf2', () => crypto.pbkdf2Sync('password', 'salt', 2000, 20, 'sha256').toString('hex'));
show('scrypt', () => crypto.scryptSync('password', 'salt', 20, { N: 1024 }).toString('hex'));
show('scrypt memory', () => crypto.scryptSync('password', 'salt', 20, { N: 2 ** 20 }).toString('hex'));
show('hkdf', () => Buffer.from(crypto.hkdfSync('sha384', 'key', 'salt', 'info', 20)).toString('hex'));

const key = Buffer.alloc(32, 'k');
const data = Buffer.alloc(40_003, 'all sorts of text, ');
for (const name of ['aes-256-cbc', 'aes-256-ctr', 'aes-256-ecb', 'aes-256-cfb8', 'aes-256-ofb', 'chacha20', 'aes-256-gcm', 'aes-256-ocb', 'aes-256-ccm',
  'chacha20-poly1305']) {
  show(name, () => {
    const { ivLength = 0, mode } = crypto.getCipherInfo(name);
    const iv = ivLength ? Buffer.alloc(ivLength, 7) : null;
    const seals = /gcm|ocb|ccm|poly/.test(name);
    const options = { authTagLength: 16 };
    const c = crypto.createCipheriv(name, key, iv, options);
    if (seals) c.setAAD(Buffer.from('beside'), { plaintextLength: data.length });
    // CCM takes its message in one piece.
    const cut = mode === 'ccm' ? data.length : 333;
    const out = Buffer.concat([c.update(data.subarray(0, cut)), ...(mode === 'ccm' ? [] : [c.update(data.subarray(cut))]), c.final()]);
    const tag = seals ? c.getAuthTag() : undefined;
    const d = crypto.createDecipheriv(name, key, iv, options);
    if (seals) d.setAuthTag(tag).setAAD(Buffer.from('beside'), { plaintextLength: data.length });
    const back = Buffer.concat([d.update(out), d.final()]);
    return [sum(out), tag?.toString('hex'), back.equals(data)];
  });
}
show('bad tag', () => {
  const d = crypto.createDecipheriv('aes-256-gcm', key, key.subarray(20)).setAuthTag(Buffer.alloc(16));
  d.update('text');
  d.final();
});
show('bad padding', () => {
  const d = crypto.createDecipheriv('aes-256-cbc', key, key.subarray(16));
  d.update(Buffer.alloc(32));
  d.final();
});
show('bad key', () => crypto.createCipheriv('aes-128-cbc', key, null));
show('wrap', () => crypto.createCipheriv('aes256-wrap', key, Buffer.alloc(8, 0xa6)).update(key).toString('hex'));

const pairs = {
  'rsa': { modulusLength: 1024 }, 'ec': { namedCurve: 'secp256k1' }, 'ed25519': {},
};
for (const type of Object.keys(pairs)) {
  show(type, () => {
    const { publicKey, privateKey } = crypto.generateKeyPairSync(type, pairs[type]);
    const hash = type === 'ed25519' ? null : 'sha256';
    const signature = crypto.sign(hash, data, privateKey);
    const again = crypto.createPrivateKey({
      key: privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }), passphrase: 'secret',
    });
    const fromJWK = crypto.createPublicKey({ key: publicKey.export({ format: 'jwk' }), format: 'jwk' });
    return [crypto.verify(hash, data, publicKey, signature), crypto.verify(hash, key, publicKey, signature), again.equals(privateKey),
      fromJWK.equals(publicKey), crypto.createPublicKey(again).export({ type: 'spki', format: 'der' }).length, privateKey.asymmetricKeyType];
  });
}
show('no passphrase', () => {
  const { privateKey } = crypto.generateKeyPairSync('ec', {
    namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' },
  });
  crypto.createPrivateKey(privateKey);
});
show('oaep', () => {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
  const sealed = crypto.publicEncrypt({ key: publicKey, oaepHash: 'sha256' }, Buffer.from('for one only'));
  return crypto.privateDecrypt({ key: privateKey, oaepHash: 'sha256' }, sealed).toString();
});
show('ecdh', () => {
  const [a, b] = [crypto.createECDH('secp521r1'), crypto.createECDH('secp521r1')];
  const from = b.generateKeys('base64', 'compressed');
  a.generateKeys();
  return a.computeSecret(from, 'base64', 'hex') === b.computeSecret(a.getPublicKey(), null, 'hex');
});
show('group', () => sum(crypto.getDiffieHellman('modp15').getPrime()));
show('equal', () => crypto.timingSafeEqual(key, Buffer.alloc(31)));

crypto.createHash('sha1').on('data', (d) => console.log('stream', d.toString('hex'))).end('text');

(async () => {
  const { subtle } = globalThis.crypto;
  console.log('digest', Buffer.from(await subtle.digest('SHA-384', key)).toString('base64'));
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const by = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await subtle.sign(by, pair.privateKey, data);
  console.log('ecdsa', await subtle.verify(by, pair.publicKey, signature, data), signature.byteLength, pair.publicKey);
  const secret = await subtle.importKey('raw', key, 'AES-CTR', true, ['encrypt', 'decrypt']);
  const counter = Buffer.alloc(16, 255);
  console.log('ctr', sum(new Uint8Array(await subtle.encrypt({ name: 'AES-CTR', counter, length: 32 }, secret, data))));
  console.log('jwk', await subtle.exportKey('jwk', secret));
  await subtle.sign('HMAC', secret, data).catch((err) => console.log(err.name));
  await subtle.digest('SHA-0', data).catch((err) => console.log(err.name, err.message));
})();
