// Uses what is initialised when it is first used.
import crypto from 'node:crypto';
import dns from 'node:dns';
import zlib from 'node:zlib';

const text: string = 'the same text again and again, '.repeat(20);
for (const name of ['Brotli', 'Zstd'] as const) {
  const packed = zlib[`${name.toLowerCase()}CompressSync`](text);
  console.log(name, packed.length < 100, zlib[`${name.toLowerCase()}DecompressSync`](packed).toString() === text);
}

console.log(zlib.gzipSync(text).length < 100, zlib.gunzipSync(zlib.gzipSync(text)).toString() === text);

for (const name of ['ripemd160', 'blake2b512', 'blake2s256']) console.log(name, crypto.hash(name, 'x').slice(0, 16));
console.log(crypto.argon2Sync('argon2id', { message: 'x', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 8, memory: 64, passes: 1 }).toString('hex'));
const pair = crypto.generateKeyPairSync('ed448');
console.log(crypto.verify(null, Buffer.from(text), pair.publicKey, crypto.sign(null, Buffer.from(text), pair.privateKey)));
const [a, b] = [crypto.generateKeyPairSync('x448'), crypto.generateKeyPairSync('x448')];
console.log(crypto.diffieHellman({ privateKey: a.privateKey, publicKey: b.publicKey })
  .equals(crypto.diffieHellman({ privateKey: b.privateKey, publicKey: a.publicKey })));
const curve = crypto.createECDH('secp256k1');
curve.setPrivateKey('01'.repeat(32), 'hex');
console.log(curve.getPublicKey('hex', 'compressed'));

console.log(new TextDecoder('shift_jis').decode(new Uint8Array([0x93, 0xfa, 0x96, 0x7b])), new TextDecoder('koi8-r').decode(new Uint8Array([0xc1])));

const code = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 7, 1, 3, 97, 100, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11]);
console.log(new WebAssembly.Instance(new WebAssembly.Module(code)).exports.add(40, 2));
let sum = 0;
for (let i = 0; i < 3e6; i++) sum = (sum + i * 3) | 0;
console.log(sum);

const resolver = new dns.Resolver({ timeout: 50, tries: 1 });
resolver.setServers(['127.0.0.1:9']);
resolver.resolve4('name.invalid', (err) => console.log(err.code));
