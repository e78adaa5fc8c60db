package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/crypto/chacha20"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// method is a cipher as getCipherInfo tells of it.
type method struct {
	name, mode          string
	key, iv, block, nid int
}

// methods: names that getCiphers lists, then canonical name, mode, length of key, of iv and of block, and number.
const methodTable = `
aes-128-cbc aes128; aes-128-cbc cbc 16 16 16 419
aes-128-ccm id-aes128-CCM; id-aes128-ccm ccm 16 12 1 896
aes-128-cfb; aes-128-cfb cfb 16 16 1 421
aes-128-cfb1; aes-128-cfb1 cfb 16 16 1 650
aes-128-cfb8; aes-128-cfb8 cfb 16 16 1 653
aes-128-ctr; aes-128-ctr ctr 16 16 1 904
aes-128-ecb; aes-128-ecb ecb 16 0 16 418
aes-128-gcm id-aes128-GCM; id-aes128-gcm gcm 16 12 1 895
aes-128-ocb; aes-128-ocb ocb 16 12 16 958
aes-128-ofb; aes-128-ofb ofb 16 16 1 420
aes-192-cbc aes192; aes-192-cbc cbc 24 16 16 423
aes-192-ccm id-aes192-CCM; id-aes192-ccm ccm 24 12 1 899
aes-192-cfb; aes-192-cfb cfb 24 16 1 425
aes-192-cfb1; aes-192-cfb1 cfb 24 16 1 651
aes-192-cfb8; aes-192-cfb8 cfb 24 16 1 654
aes-192-ctr; aes-192-ctr ctr 24 16 1 905
aes-192-ecb; aes-192-ecb ecb 24 0 16 422
aes-192-gcm id-aes192-GCM; id-aes192-gcm gcm 24 12 1 898
aes-192-ocb; aes-192-ocb ocb 24 12 16 959
aes-192-ofb; aes-192-ofb ofb 24 16 1 424
aes-256-cbc aes256; aes-256-cbc cbc 32 16 16 427
aes-256-ccm id-aes256-CCM; id-aes256-ccm ccm 32 12 1 902
aes-256-cfb; aes-256-cfb cfb 32 16 1 429
aes-256-cfb1; aes-256-cfb1 cfb 32 16 1 652
aes-256-cfb8; aes-256-cfb8 cfb 32 16 1 655
aes-256-ctr; aes-256-ctr ctr 32 16 1 906
aes-256-ecb; aes-256-ecb ecb 32 0 16 426
aes-256-gcm id-aes256-GCM; id-aes256-gcm gcm 32 12 1 901
aes-256-ocb; aes-256-ocb ocb 32 12 16 960
aes-256-ofb; aes-256-ofb ofb 32 16 1 428
aes128-wrap id-aes128-wrap; id-aes128-wrap wrap 16 8 8 788
aes128-wrap-pad id-aes128-wrap-pad; id-aes128-wrap-pad wrap 16 4 8 897
aes192-wrap id-aes192-wrap; id-aes192-wrap wrap 24 8 8 789
aes192-wrap-pad id-aes192-wrap-pad; id-aes192-wrap-pad wrap 24 4 8 900
aes256-wrap id-aes256-wrap; id-aes256-wrap wrap 32 8 8 790
aes256-wrap-pad id-aes256-wrap-pad; id-aes256-wrap-pad wrap 32 4 8 903
chacha20; chacha20 stream 32 16 0 1019
chacha20-poly1305; chacha20-poly1305 stream 32 12 0 1018
des-ede des-ede-ecb; des-ede ecb 16 0 8 32
des-ede-cbc; des-ede-cbc cbc 16 8 8 43
des-ede-cfb; des-ede-cfb cfb 16 8 1 60
des-ede-ofb; des-ede-ofb ofb 16 8 1 62
des-ede3 des-ede3-ecb; des-ede3 ecb 24 0 8 33
des-ede3-cbc des3; des-ede3-cbc cbc 24 8 8 44
des-ede3-cfb; des-ede3-cfb cfb 24 8 1 61
des-ede3-cfb1; des-ede3-cfb1 cfb 24 8 1 658
des-ede3-cfb8; des-ede3-cfb8 cfb 24 8 1 659
des-ede3-ofb; des-ede3-ofb ofb 24 8 1 63
des3-wrap id-smime-alg-CMS3DESwrap; id-smime-alg-cms3deswrap wrap 24 0 8 246`

type methodList struct {
	named map[string]*method // by any name, lower case
	names []string
}

func methods() methodList { return methodsOnce.Get(makeMethods) }

var methodsOnce lateinit.Value[methodList]

func makeMethods() methodList {
	l := methodList{named: map[string]*method{}}
	for line := range strings.Lines(strings.TrimSpace(methodTable)) {
		names, rest, _ := strings.Cut(line, ";")
		f := strings.Fields(rest)
		n := func(i int) int { v, _ := strconv.Atoi(f[i]); return v }
		m := &method{f[0], f[1], n(2), n(3), n(4), n(5)}
		l.named[m.name] = m
		for name := range strings.FieldsSeq(names) {
			l.names = append(l.names, name)
			l.named[strings.ToLower(name)] = m
		}
	}
	slices.Sort(l.names)
	return l
}

func methodOf(name string) *method { return methods().named[strings.ToLower(name)] }

// authenticated reports whether there is a tag.
func (m *method) authenticated() bool {
	return m.mode == "gcm" || m.mode == "ccm" || m.mode == "ocb" || m.name == "chacha20-poly1305"
}

// cipherBlock is the block cipher under a method.
func (m *method) cipherBlock(key []byte) (cipher.Block, error) {
	if !strings.Contains(m.name, "des") {
		return aes.NewCipher(key)
	}
	if len(key) == 16 {
		key = slices.Concat(key, key[:8])
	}
	return des.NewTripleDESCipher(key)
}

// transform turns bytes into bytes.
type transform interface {
	update(in []byte) ([]byte, error)
	final() ([]byte, error)
}

// sealing is a transform that authenticates as well.
type sealing interface {
	transform
	associate(b []byte)
	tag() []byte // after final, all of it
}

// cipherState is what a Cipheriv or Decipheriv has of Go.
type cipherState struct {
	method  *method
	encrypt bool
	t       transform // nil once all is over
	ivLen   int
	padding *padded // nil where there is none
	tagLen  int     // -1: not said
	given   []byte  // the tag to be found
	tag     []byte  // the tag that was made
	started bool
	failed  bool // CCM has found that the tag does not fit
	done    bool // CCM has had its message
}

var cipherSlot = jsconv.Slot[cipherState]{Name: "cipher"}

func badTag(n int) error {
	return wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_AUTH_TAG", "Invalid authentication tag length: "+strconv.Itoa(n))
}

func validGCMTag(n int) bool { return n == 4 || n == 8 || n >= 12 && n <= 16 }

// newCipher makes a cipher; iv is nil where there is none, tagLen -1 where nothing is said of it.
func newCipher(name string, encrypt bool, key, iv []byte, tagLen int) (*cipherState, error) {
	m := methodOf(name)
	badIV := wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector")
	switch {
	case m == nil:
		return nil, wrong(nodeerr.Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher")
	case iv == nil && m.iv != 0,
		!m.authenticated() && iv != nil && len(iv) != m.iv,
		m.authenticated() && len(iv) == 0,
		m.name == "chacha20-poly1305" && len(iv) > 12,
		m.mode == "ccm" && (len(iv) < 7 || len(iv) > 13),
		m.mode == "ocb" && len(iv) > 15:
		return nil, badIV
	}
	c := &cipherState{method: m, encrypt: encrypt, ivLen: len(iv), tagLen: tagLen}
	if m.authenticated() {
		switch {
		case m.mode == "gcm":
			if tagLen >= 0 && !validGCMTag(tagLen) {
				return nil, badTag(tagLen)
			}
		case tagLen < 0 && m.mode == "stream":
			c.tagLen = 16
		case tagLen < 0:
			return nil, wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_AUTH_TAG", "authTagLength required for "+name)
		case m.mode == "ccm" && (tagLen < 4 || tagLen > 16 || tagLen%2 == 1), tagLen > 16, m.mode == "stream" && tagLen == 0:
			return nil, badTag(tagLen)
		}
	}
	if len(key) != m.key {
		return nil, wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length")
	}
	return c, c.open(slices.Clone(key), slices.Clone(iv))
}

// open makes the transform.
func (c *cipherState) open(key, iv []byte) error {
	m := c.method
	if m.mode == "stream" {
		if m.authenticated() {
			c.t = newChaChaPoly(key, slices.Concat(make([]byte, 12-len(iv)), iv), c.encrypt)
			return nil
		}
		s, err := chacha20.NewUnauthenticatedCipher(key, iv[4:])
		if err != nil {
			return err
		}
		s.SetCounter(uint32(iv[0]) | uint32(iv[1])<<8 | uint32(iv[2])<<16 | uint32(iv[3])<<24)
		c.t = stream{s}
		return nil
	}
	b, err := m.cipherBlock(key)
	if err != nil {
		return err
	}
	switch m.mode {
	case "cbc":
		mode := cipher.NewCBCDecrypter(b, iv)
		if c.encrypt {
			mode = cipher.NewCBCEncrypter(b, iv)
		}
		c.padding = &padded{mode: mode, encrypt: c.encrypt, pad: true}
		c.t = c.padding
	case "ecb":
		c.padding = &padded{mode: ecb{b, c.encrypt}, encrypt: c.encrypt, pad: true}
		c.t = c.padding
	case "ctr":
		c.t = stream{cipher.NewCTR(b, iv)}
	case "ofb":
		c.t = stream{&ofb{block: b, state: iv, used: len(iv)}}
	case "cfb":
		c.t = newCFB(b, iv, c.encrypt, m.name)
	case "gcm":
		c.t = newGCM(b, iv, c.encrypt)
	case "ocb":
		c.t = newOCB(b, iv, c.encrypt, c.tagLen)
	case "ccm":
		c.t = &ccm{block: b, nonce: iv, encrypt: c.encrypt, size: c.tagLen}
	case "wrap":
		c.t = newWrap(m, b, iv, c.encrypt)
	}
	return nil
}

var errState = wrong(nodeerr.Error, "", "Trying to add data in unsupported state")

func (c *cipherState) update(in []byte) ([]byte, error) {
	if c.t == nil || len(in) > math.MaxInt32-c.method.block {
		return nil, errState
	}
	if m, ok := c.t.(*ccm); ok {
		if len(in) > m.limit() {
			return nil, wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_MESSAGELEN", "Invalid message length")
		}
		if c.done || !c.encrypt && c.given == nil {
			return nil, errState
		}
		c.done, c.started = true, true
		out, err := m.update(in)
		if err == nil && !c.encrypt && subtle.ConstantTimeCompare(m.tag()[:c.tagLen], c.given) == 0 {
			c.failed = true
			return nil, nil
		}
		return out, err
	}
	c.started = true
	out, err := c.t.update(in)
	return out, err
}

var errAuthenticate = wrong(nodeerr.Error, "", "Unsupported state or unable to authenticate data")

func (c *cipherState) final() ([]byte, error) {
	t := c.t
	if t == nil {
		return nil, wrong(nodeerr.Error, "ERR_CRYPTO_INVALID_STATE", "Unsupported state")
	}
	if m, ok := t.(*ccm); ok {
		c.t = nil
		switch {
		case c.failed:
			return nil, errAuthenticate
		case c.encrypt && !c.done:
			return nil, openssl("1C800077", "Provider routines", "tag not set")
		case !c.encrypt && c.given == nil:
			return nil, errAuthenticate
		case c.encrypt:
			c.tag = m.tag()[:c.tagLen]
		}
		return nil, nil
	}
	s, seals := t.(sealing)
	if seals && !c.encrypt && c.given == nil {
		c.t = nil
		return nil, errAuthenticate
	}
	out, err := t.final()
	c.t = nil
	if err != nil || !seals {
		return out, err
	}
	if c.encrypt {
		n := c.tagLen
		if n < 0 {
			n = 16
		}
		c.tag = s.tag()[:n]
		return out, nil
	}
	if subtle.ConstantTimeCompare(s.tag()[:len(c.given)], c.given) == 0 {
		return nil, errAuthenticate
	}
	return out, nil
}

// setTag takes the tag to be found; false if this is not the time for it.
func (c *cipherState) setTag(tag []byte) (bool, error) {
	if c.t == nil || !c.method.authenticated() || c.encrypt || c.given != nil {
		return false, nil
	}
	n := len(tag)
	valid := n == c.tagLen
	if c.method.mode == "gcm" {
		valid = (c.tagLen < 0 || n == c.tagLen) && validGCMTag(n)
	}
	if !valid {
		return false, badTag(n)
	}
	c.given = slices.Clone(tag)
	return true, nil
}

// associate takes data that is authenticated and not encrypted; false if this is not the time for it.
func (c *cipherState) associate(b []byte, length int) (bool, error) {
	s, ok := c.t.(sealing)
	if !ok || c.started && c.method.mode != "ocb" {
		return false, nil
	}
	if m, ok := c.t.(*ccm); ok {
		if length < 0 {
			return false, wrong(nodeerr.TypeError, "ERR_MISSING_ARGS", "options.plaintextLength required for CCM mode with AAD")
		}
		if length > m.limit() {
			return false, wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_MESSAGELEN", "Invalid message length")
		}
	}
	s.associate(b)
	return true, nil
}

func (w *world) bindCipher() {
	w.on("ciphers", func(arguments) goja.Value { return w.strings(methods().names) })
	// cipherInfo(name or number, key length, iv length)
	w.on("cipherInfo", func(a arguments) goja.Value {
		var m *method
		if goja.IsString(a.at(0)) {
			m = methodOf(a.str(0))
		} else {
			for _, other := range methods().named {
				if other.nid == a.int(0) {
					m = other
				}
			}
		}
		if m == nil {
			return nil
		}
		iv := m.iv
		if a.has(1) && a.int(1) != m.key {
			return nil
		}
		if n := a.int(2); a.has(2) {
			switch {
			case m.mode == "ccm" && (n < 7 || n > 13), m.mode == "ocb" && (n < 1 || n > 15), m.mode == "gcm" && n < 1,
				m.name == "chacha20-poly1305" && (n < 1 || n > 12), !m.authenticated() && n != m.iv:
				return nil
			}
			iv = n
		}
		o := w.vm.CreateObject(nil)
		set := func(name string, v any) { _ = o.Set(name, v) }
		set("mode", m.mode)
		set("name", m.name)
		set("nid", m.nid)
		set("keyLength", m.key)
		if m.mode != "stream" {
			set("blockSize", m.block)
		}
		if iv != 0 {
			set("ivLength", iv)
		}
		return o
	})
	// newCipher(object, name, encrypt, key, iv or null, tag length or -1)
	w.on("newCipher", func(a arguments) goja.Value {
		var iv []byte
		if a.has(4) {
			iv = append([]byte{}, a.view(4)...)
		}
		c, err := newCipher(a.str(1), a.bool(2), a.view(3), iv, a.int(5))
		w.check(err)
		cipherSlot.Set(w.vm, a.object(0), c)
		return nil
	})
	// cipherUpdate(object, data, encoding)
	w.on("cipherUpdate", func(a arguments) goja.Value {
		out, err := cipherSlot.Get(a.at(0)).update(w.data(a.at(1), a.at(2)))
		w.check(err)
		return w.buffer(out)
	})
	w.on("cipherFinal", func(a arguments) goja.Value {
		out, err := cipherSlot.Get(a.at(0)).final()
		w.check(err)
		return w.buffer(out)
	})
	w.on("setPadding", func(a arguments) goja.Value {
		c := cipherSlot.Get(a.at(0))
		if c.t != nil && c.padding != nil {
			c.padding.pad = a.bool(1)
		}
		return w.vm.ToValue(c.t != nil)
	})
	w.on("getTag", func(a arguments) goja.Value {
		c := cipherSlot.Get(a.at(0))
		if c.t != nil || c.tag == nil {
			return nil
		}
		return w.buffer(slices.Clone(c.tag))
	})
	w.on("setTag", func(a arguments) goja.Value {
		ok, err := cipherSlot.Get(a.at(0)).setTag(a.view(1))
		w.check(err)
		return w.vm.ToValue(ok)
	})
	// tagIsShort(object): a GCM tag shorter than the whole was given, and no length had been agreed on.
	w.on("tagIsShort", func(a arguments) goja.Value {
		c := cipherSlot.Get(a.at(0))
		return w.vm.ToValue(c.method.mode == "gcm" && c.tagLen < 0 && len(c.given) < 16)
	})
	// setAAD(object, data, length of the message or -1)
	w.on("setAAD", func(a arguments) goja.Value {
		ok, err := cipherSlot.Get(a.at(0)).associate(a.view(1), a.int(2))
		w.check(err)
		return w.vm.ToValue(ok)
	})
}
