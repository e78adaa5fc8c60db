//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding"
	"hash"
	"reflect"
	"runtime"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
	"golang.org/x/crypto/ripemd160"

	text "github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// hashNames is getHashes(): what of OpenSSL's list Go has.
const hashNames = `RSA-MD5 RSA-RIPEMD160 RSA-SHA1 RSA-SHA1-2 RSA-SHA224 RSA-SHA256 RSA-SHA3-224 RSA-SHA3-256 RSA-SHA3-384 RSA-SHA3-512
RSA-SHA384 RSA-SHA512 RSA-SHA512/224 RSA-SHA512/256 blake2b512 blake2s256 id-rsassa-pkcs1-v1_5-with-sha3-224
id-rsassa-pkcs1-v1_5-with-sha3-256 id-rsassa-pkcs1-v1_5-with-sha3-384 id-rsassa-pkcs1-v1_5-with-sha3-512 md5 md5-sha1
md5WithRSAEncryption ripemd ripemd160 ripemd160WithRSA rmd160 sha1 sha1WithRSAEncryption sha224 sha224WithRSAEncryption sha256
sha256WithRSAEncryption sha3-224 sha3-256 sha3-384 sha3-512 sha384 sha384WithRSAEncryption sha512 sha512-224
sha512-224WithRSAEncryption sha512-256 sha512-256WithRSAEncryption sha512WithRSAEncryption shake128 shake256 ssl3-md5 ssl3-sha1`

// canonical is the plain lower-case name of a hash by any of its names; "" for one that is unknown.
func canonical(name string) string {
	switch name {
	case "sha256", "sha1", "md5", "sha512": // the usual spellings without further ado
		return name
	}
	n := strings.ToLower(name)
	n = strings.TrimPrefix(n, "rsa-")
	n = strings.TrimPrefix(n, "id-rsassa-pkcs1-v1_5-with-")
	n = strings.TrimPrefix(n, "ssl3-")
	n = strings.TrimSuffix(n, "withrsaencryption")
	n = strings.TrimSuffix(n, "withrsa")
	switch n {
	case "sha-1", "sha1-2", "dss1":
		return "sha1"
	case "sha-224", "sha2-224":
		return "sha224"
	case "sha-256", "sha2-256":
		return "sha256"
	case "sha-384", "sha2-384":
		return "sha384"
	case "sha-512", "sha2-512":
		return "sha512"
	case "sha512/224", "sha-512/224", "sha2-512/224":
		return "sha512-224"
	case "sha512/256", "sha-512/256", "sha2-512/256":
		return "sha512-256"
	case "ripemd", "rmd160", "ripemd-160":
		return "ripemd160"
	case "shake-128":
		return "shake128"
	case "shake-256":
		return "shake256"
	case "blake2b-512":
		return "blake2b512"
	case "blake2s-256":
		return "blake2s256"
	}
	if algorithm(n) == 0 && n != "md5-sha1" && n != "shake128" && n != "shake256" {
		return ""
	}
	return n
}

// algorithm is Go's number of a hash, 0 for what has none.
func algorithm(name string) crypto.Hash {
	switch name {
	case "md5":
		return crypto.MD5
	case "sha1":
		return crypto.SHA1
	case "sha224":
		return crypto.SHA224
	case "sha256":
		return crypto.SHA256
	case "sha384":
		return crypto.SHA384
	case "sha512":
		return crypto.SHA512
	case "sha512-224":
		return crypto.SHA512_224
	case "sha512-256":
		return crypto.SHA512_256
	case "sha3-224":
		return crypto.SHA3_224
	case "sha3-256":
		return crypto.SHA3_256
	case "sha3-384":
		return crypto.SHA3_384
	case "sha3-512":
		return crypto.SHA3_512
	case "ripemd160":
		return crypto.RIPEMD160
	case "blake2b512":
		return crypto.BLAKE2b_512
	case "blake2s256":
		return crypto.BLAKE2s_256
	}
	return 0
}

// hashOf makes a hash by any of its names; nil for one that is unknown or has output of any length.
func hashOf(name string) func() hash.Hash {
	switch canonical(name) {
	case "md5":
		return md5.New
	case "sha1":
		return sha1.New
	case "sha224":
		return sha256.New224
	case "sha256":
		return sha256.New
	case "sha384":
		return sha512.New384
	case "sha512":
		return sha512.New
	case "sha512-224":
		return sha512.New512_224
	case "sha512-256":
		return sha512.New512_256
	case "sha3-224":
		return func() hash.Hash { return sha3.New224() }
	case "sha3-256":
		return func() hash.Hash { return sha3.New256() }
	case "sha3-384":
		return func() hash.Hash { return sha3.New384() }
	case "sha3-512":
		return func() hash.Hash { return sha3.New512() }
	case "ripemd160":
		return ripemd160.New
	case "blake2b512":
		return func() hash.Hash { h, _ := blake2b.New512(nil); return h }
	case "blake2s256":
		return func() hash.Hash { h, _ := blake2s.New256(nil); return h }
	case "md5-sha1":
		return func() hash.Hash { return &md5sha1{md5.New(), sha1.New()} }
	}
	return nil
}

// md5sha1 is both, one after the other, as the signatures of old TLS have them.
type md5sha1 struct{ md5, sha1 hash.Hash }

func (h *md5sha1) Write(b []byte) (int, error) { h.md5.Write(b); return h.sha1.Write(b) }
func (h *md5sha1) Sum(b []byte) []byte         { return h.sha1.Sum(h.md5.Sum(b)) }
func (h *md5sha1) Reset()                      { h.md5.Reset(); h.sha1.Reset() }
func (h *md5sha1) Size() int                   { return md5.Size + sha1.Size }
func (h *md5sha1) BlockSize() int              { return md5.BlockSize }

// digest is what a Hash or an Hmac has of Go: one of hash and shake.
type digest struct {
	name   string
	hash   hash.Hash
	shake  *sha3.SHAKE
	length int
	done   bool
	result []byte
	ran    int // bytes written since other goroutines had their turn
}

// turn is how much is written before other goroutines have their turn: somewhat less than Go lets pass until it asks for one
// by a signal, 10 ms, which costs more (docs/RATIONALE.md).
const turn = 12 << 20

var digestSlot = jsconv.Slot[digest]{Name: "digest"}

// newDigest makes a digest; length is that of its output, -1 for the usual one.
func newDigest(name string, length int) (*digest, error) {
	d := &digest{name: canonical(name), length: length}
	switch d.name {
	case "":
		return nil, wrong(nodeerr.Error, "", "Digest method not supported")
	case "shake128":
		d.shake = sha3.NewSHAKE128()
		d.length = max(length, 0)
		if length < 0 {
			d.length = 16
		}
		return d, nil
	case "shake256":
		d.shake = sha3.NewSHAKE256()
		d.length = max(length, 0)
		if length < 0 {
			d.length = 32
		}
		return d, nil
	}
	d.hash = hashOf(d.name)()
	if length >= 0 && length != d.hash.Size() {
		return nil, openssl("030000B2", "digital envelope routines", "not XOF or invalid length")
	}
	d.length = d.hash.Size()
	return d, nil
}

func (d *digest) write(b []byte) {
	if d.shake != nil {
		_, _ = d.shake.Write(b)
	} else {
		d.hash.Write(b)
	}
	if d.ran += len(b); d.ran >= turn {
		d.ran = 0
		runtime.Gosched()
	}
}

// sum is the digest, the same one whenever it is asked for.
func (d *digest) sum() []byte {
	if !d.done {
		d.done = true
		if d.shake != nil {
			d.result = make([]byte, d.length)
			_, _ = d.shake.Read(d.result)
		} else {
			d.result = d.hash.Sum(make([]byte, 0, d.hash.Size()))
		}
	}
	return d.result
}

// clone is a digest that goes on by itself from where d is.
func (d *digest) clone(length int) (*digest, error) {
	if length >= 0 && d.shake == nil && length != d.length {
		return nil, openssl("030000B2", "digital envelope routines", "not XOF or invalid length")
	}
	c := *d
	switch h := d.hash.(type) {
	case nil:
		state, err := d.shake.MarshalBinary()
		if err != nil {
			return nil, err
		}
		c.shake = sha3.NewSHAKE256()
		if d.name == "shake128" {
			c.shake = sha3.NewSHAKE128()
		}
		if err := c.shake.UnmarshalBinary(state); err != nil {
			return nil, err
		}
		if c.length = length; length < 0 {
			c.length = 32
			if d.name == "shake128" {
				c.length = 16
			}
		}
	case *md5sha1:
		a, err := cloneHash(h.md5, md5.New)
		if err != nil {
			return nil, err
		}
		b, err := cloneHash(h.sha1, sha1.New)
		if err != nil {
			return nil, err
		}
		c.hash = &md5sha1{a, b}
	default:
		cloned, err := cloneHash(h, hashOf(d.name))
		if err != nil {
			return nil, err
		}
		c.hash = cloned
	}
	return &c, nil
}

func cloneHash(h hash.Hash, fresh func() hash.Hash) (hash.Hash, error) {
	if c, ok := h.(hash.Cloner); ok {
		return c.Clone()
	}
	if from, ok := h.(encoding.BinaryMarshaler); ok {
		state, err := from.MarshalBinary()
		if err != nil {
			return nil, err
		}
		c := fresh()
		return c, c.(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
	}
	// ripemd160 has neither; it is a struct that holds all of its state.
	state := reflect.ValueOf(h).Elem()
	c := reflect.New(state.Type())
	c.Elem().Set(state)
	return c.Interface().(hash.Hash), nil
}

func (w *world) bindDigest() {
	w.on("hashes", func(arguments) goja.Value { return w.strings(strings.Fields(hashNames)) })
	// isMacDigest(name): whether it is a hash with output of one length.
	w.on("isMacDigest", func(a arguments) goja.Value { return w.vm.ToValue(hashOf(a.str(0)) != nil) })
	// newHash(object, algorithm or object to copy, length or -1)
	w.on("newHash", func(a arguments) goja.Value {
		var d *digest
		var err error
		if from := digestSlot.Get(a.at(1)); from != nil {
			d, err = from.clone(a.int(2))
		} else {
			d, err = newDigest(a.str(1), a.int(2))
		}
		w.check(err)
		digestSlot.Set(w.vm, a.object(0), d)
		return nil
	})
	// newHmac(object, algorithm, key): false for an algorithm that is unknown.
	w.on("newHmac", func(a arguments) goja.Value {
		fresh := hashOf(a.str(1))
		if fresh == nil {
			return w.vm.ToValue(false)
		}
		h := hmac.New(fresh, a.view(2))
		digestSlot.Set(w.vm, a.object(0), &digest{name: canonical(a.str(1)), hash: h, length: h.Size()})
		return w.vm.ToValue(true)
	})
	// update(object, data, encoding): false for an object whose digest is made.
	w.on("update", func(a arguments) goja.Value {
		d := digestSlot.Get(a.at(0))
		if d.done {
			return w.vm.ToValue(false)
		}
		d.write(w.data(a.at(1), a.at(2)))
		return w.vm.ToValue(true)
	})
	// updater(rest) is the method update. It does by itself what nearly every call is, and leaves to
	// rest(object, data, encoding) what needs to be checked.
	w.on("updater", func(a arguments) goja.Value {
		rest := a.object(0)
		return jsconv.NewFunc(w.vm, "update", 2, func(c goja.FunctionCall) goja.Value {
			d := digestSlot.Get(c.This)
			if b, ok := w.plainData(c.Argument(0), c.Argument(1)); ok && d != nil && !d.done {
				d.write(b)
			} else {
				jsconv.Invoke(w.vm, rest, goja.Undefined(), c.This, c.Argument(0), c.Argument(1))
			}
			return c.This
		})
	})
	// digest(object, encoding) is a Buffer, or a string if there is an encoding.
	w.on("digest", func(a arguments) goja.Value {
		return w.encoded(digestSlot.Get(a.at(0)).sum(), a.at(1))
	})
	// oneShot(algorithm, data, encoding, length or -1)
	w.on("oneShot", func(a arguments) goja.Value {
		d, err := newDigest(a.str(0), a.int(3))
		switch {
		case err == nil:
		case canonical(a.str(0)) == "":
			err = wrong(nodeerr.Error, "", "Digest method "+a.str(0)+" is not supported")
		default:
			err = wrong(nodeerr.Error, "", "Output length "+a.str(3)+" is invalid for "+a.str(0)+", which does not support XOF")
		}
		w.check(err)
		d.write(w.data(a.at(1), goja.Undefined()))
		return w.encoded(d.sum(), a.at(2))
	})
}

// plainData is the bytes of what can be no mistake: memory, or a string that is not said to be hexadecimal.
func (w *world) plainData(v, encoding goja.Value) ([]byte, bool) {
	if o, ok := v.(*goja.Object); ok {
		switch slots.ClassOf(o) {
		case slots.TypedArray, slots.DataView:
			return slots.ViewOf(o).Bytes, true
		}
		return nil, false
	}
	if !goja.IsString(v) || goja.IsString(encoding) && strings.EqualFold(encoding.String(), "hex") {
		return nil, false
	}
	return w.data(v, encoding), true
}

// data is the bytes of a string in an encoding, or of memory.
func (w *world) data(v, encoding goja.Value) []byte {
	if goja.IsString(v) {
		e := text.UTF8
		if goja.IsString(encoding) {
			if name := encoding.String(); name != "buffer" {
				e, _ = text.Parse(name)
			}
		}
		return e.Encode(v)
	}
	b, _ := jsconv.Bytes(v)
	return b
}

// encoded is a string in an encoding, or a Buffer of a copy of b.
func (w *world) encoded(b []byte, encoding goja.Value) goja.Value {
	if goja.IsString(encoding) {
		if e, ok := text.Parse(encoding.String()); ok {
			return e.Decode(w.vm, b)
		}
	}
	return w.buffer(append(make([]byte, 0, len(b)), b...))
}

func (w *world) strings(list []string) goja.Value {
	values := make([]any, len(list))
	for i, s := range list {
		values[i] = s
	}
	return w.vm.NewArray(values...)
}
