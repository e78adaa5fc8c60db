package tls

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strconv"

	"github.com/dop251/goja"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// secureContext is what a SecureContext has of Go.
type secureContext struct {
	chains   [][]*x509.Certificate // leaf first
	keys     []crypto.Signer
	cas      []*x509.Certificate
	extra    []*x509.Certificate // trusted beside them
	ownCAs   bool                // cas are all that is trusted; else what is bundled as well
	partial  bool
	min, max uint16
	suites   []uint16
	curves   []tls.CurveID
	tickets  [48]byte // as setTicketKeys has it
}

var contextSlot = jsconv.Slot[secureContext]{Name: "secure context"}

func (w *world) bindContext(x *goja.Object) {
	vm := w.vm
	on := func(name string, f func(c *secureContext, call goja.FunctionCall) goja.Value) {
		_ = x.Set(name, func(call goja.FunctionCall) goja.Value {
			c := contextSlot.Get(call.Argument(0))
			if c == nil && name != "newContext" {
				panic(vm.NewTypeError("Illegal invocation"))
			}
			if v := f(c, call); v != nil {
				return v
			}
			return goja.Undefined()
		})
	}
	fail := func(number, library, words, code string) {
		o := nodeerr.Plain(vm, nodeerr.Error, "error:"+number+":"+library+"::"+words)
		_ = o.Set("library", library)
		_ = o.Set("reason", words)
		_ = o.Set("code", code)
		panic(o)
	}
	on("newContext", func(_ *secureContext, call goja.FunctionCall) goja.Value {
		c := &secureContext{min: tls.VersionTLS12, max: tls.VersionTLS13}
		_, _ = rand.Read(c.tickets[:])
		contextSlot.Set(vm, call.Argument(0).(*goja.Object), c)
		return nil
	})
	on("addCert", func(c *secureContext, call goja.FunctionCall) goja.Value {
		b, _ := jsconv.Bytes(call.Argument(1))
		chain, err := certificates(b)
		if err != nil || len(chain) == 0 {
			fail("0480006C", "PEM routines", "no start line", "ERR_OSSL_PEM_NO_START_LINE")
		}
		c.chains = append(c.chains, chain)
		return nil
	})
	// addKey(context, PKCS #8): false if it belongs to none of the certificates.
	on("addKey", func(c *secureContext, call goja.FunctionCall) goja.Value {
		b, _ := jsconv.Bytes(call.Argument(1))
		k, err := x509.ParsePKCS8PrivateKey(b)
		signer, ok := k.(crypto.Signer)
		if err != nil || !ok {
			fail("1E08010C", "DECODER routines", "unsupported", "ERR_OSSL_UNSUPPORTED")
		}
		c.keys = append(c.keys, signer)
		if len(c.chains) > 0 && !c.fits(signer) {
			fail("05800074", "x509 certificate routines", "key values mismatch", "ERR_OSSL_X509_KEY_VALUES_MISMATCH")
		}
		return nil
	})
	on("addCA", func(c *secureContext, call goja.FunctionCall) goja.Value {
		b, _ := jsconv.Bytes(call.Argument(1))
		list, _ := certificates(b) // what is none is passed over
		c.cas, c.ownCAs = append(c.cas, list...), true
		return nil
	})
	// extendCA adds to what is trusted, without taking anything else away.
	on("extendCA", func(c *secureContext, call goja.FunctionCall) goja.Value {
		b, _ := jsconv.Bytes(call.Argument(1))
		list, _ := certificates(b)
		c.extra = append(c.extra, list...)
		return nil
	})
	// addPFX(context, PKCS #12, passphrase)
	on("addPFX", func(c *secureContext, call goja.FunctionCall) goja.Value {
		b, _ := jsconv.Bytes(call.Argument(1))
		key, leaf, more, err := pkcs12.DecodeChain(b, call.Argument(2).String())
		signer, ok := key.(crypto.Signer)
		switch {
		case errors.As(err, new(pkcs12.NotImplementedError)):
			panic(nodeerr.Make(vm, nodeerr.Error, "ERR_CRYPTO_UNSUPPORTED_OPERATION", "Unsupported PKCS12 PFX data"))
		case errors.Is(err, pkcs12.ErrIncorrectPassword):
			panic(nodeerr.Plain(vm, nodeerr.Error, "mac verify failure"))
		case err != nil || !ok:
			panic(nodeerr.Plain(vm, nodeerr.Error, "Unable to load private key from PFX data"))
		}
		c.chains = append(c.chains, append([]*x509.Certificate{leaf}, more...))
		c.keys = append(c.keys, signer)
		c.extra = append(c.extra, more...)
		return nil
	})
	on("setVersions", func(c *secureContext, call goja.FunctionCall) goja.Value {
		if v := version(call.Argument(1).String()); v != 0 {
			c.min = v
		}
		if v := version(call.Argument(2).String()); v != 0 {
			c.max = v
		}
		return nil
	})
	on("setCiphers", func(c *secureContext, call goja.FunctionCall) goja.Value {
		ids, only13, some := cipherList(call.Argument(1).String())
		if !some {
			o := w.sslError(reason{"0A0000B9", "no cipher match"})
			panic(o)
		}
		c.suites = ids
		if only13 && c.max >= tls.VersionTLS13 {
			c.min = tls.VersionTLS13
		}
		return nil
	})
	on("setCurves", func(c *secureContext, call goja.FunctionCall) goja.Value {
		ids, ok := curveIDs(call.Argument(1).String())
		if !ok {
			panic(nodeerr.Make(vm, nodeerr.Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to set ECDH curve"))
		}
		c.curves = ids
		return nil
	})
	on("setPartial", func(c *secureContext, _ goja.FunctionCall) goja.Value { c.partial = true; return nil })
	on("ticketKeys", func(c *secureContext, call goja.FunctionCall) goja.Value {
		if b, ok := jsconv.Bytes(call.Argument(1)); ok {
			copy(c.tickets[:], b)
		}
		return w.env.NewBuffer(bytes.Clone(c.tickets[:]))
	})
	on("certificateOf", func(c *secureContext, _ goja.FunctionCall) goja.Value {
		if len(c.chains) == 0 {
			return goja.Null()
		}
		return w.env.NewBuffer(bytes.Clone(c.chains[0][0].Raw))
	})
}

// certificates reads PEM, or DER.
func certificates(b []byte) (list []*x509.Certificate, err error) {
	if bytes.HasPrefix(b, []byte{0x30}) {
		return x509.ParseCertificates(b)
	}
	for {
		var block *pem.Block
		if block, b = pem.Decode(b); block == nil {
			return list, nil
		}
		switch block.Type {
		case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, err
			}
			list = append(list, c)
		}
	}
}

// fits reports whether a key is one of the certificates'.
func (c *secureContext) fits(k crypto.Signer) bool {
	public, ok := k.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return false
	}
	for _, chain := range c.chains {
		if public.Equal(chain[0].PublicKey) {
			return true
		}
	}
	return false
}

// certificates are the context's own with their keys; what is missing of a chain is taken from what is trusted.
func (c *secureContext) certificates() (list []tls.Certificate) {
	for _, chain := range c.chains {
		for _, k := range c.keys {
			public, ok := k.Public().(interface{ Equal(crypto.PublicKey) bool })
			if !ok || !public.Equal(chain[0].PublicKey) {
				continue
			}
			cert := tls.Certificate{PrivateKey: k, Leaf: chain[0]}
			all := chain
			for len(all) < 10 && !selfIssued(all[len(all)-1]) {
				next := issuer(all[len(all)-1], c.cas)
				if next == nil {
					break
				}
				all = append(all[:len(all):len(all)], next)
			}
			for _, one := range all {
				cert.Certificate = append(cert.Certificate, one.Raw)
			}
			list = append(list, cert)
			break
		}
	}
	return list
}

// trusted is what chains of the other side are measured by.
func (c *secureContext) trusted(server bool, fallback []*x509.Certificate) *trust {
	t := &trust{roots: append(c.cas[:len(c.cas):len(c.cas)], c.extra...), partial: c.partial, usage: x509.ExtKeyUsageServerAuth}
	if server {
		t.usage = x509.ExtKeyUsageClientAuth
	}
	if !c.ownCAs {
		t.roots = append(fallback[:len(fallback):len(fallback)], c.extra...)
	}
	return t
}

// config is a context as crypto/tls has it.
func (c *secureContext) config() *tls.Config {
	config := &tls.Config{
		Certificates: c.certificates(), MinVersion: c.min, MaxVersion: c.max, CipherSuites: c.suites, CurvePreferences: c.curves,
		DynamicRecordSizingDisabled: true,
	}
	config.SetSessionTicketKeys([][32]byte{sha256.Sum256(c.tickets[:])})
	return config
}

// config is that of one connection. options: requestCert, rejectUnauthorized, servername, alpn, session, keylog, hello.
func (h *handle) config(c *secureContext, options *goja.Object) *tls.Config {
	config := c.config()
	config.NextProtos = stringsOf(options.Get("alpn"))
	if log, ok := options.Get("keylog").(*goja.Object); ok {
		config.KeyLogWriter = &keylog{h, log}
	}
	if !h.server {
		// What is sent is verified after the handshake, see verify; until then the server learns nothing of its end.
		config.InsecureSkipVerify = true
		config.VerifyConnection = func(s tls.ConnectionState) error {
			if s.Version >= tls.VersionTLS13 {
				h.pipe.hold()
			}
			return nil
		}
		if name := options.Get("servername"); !jsconv.Nullish(name) {
			config.ServerName = name.String()
		}
		h.session = &session{h: h}
		if b, ok := jsconv.Bytes(options.Get("session")); ok {
			h.session.given = bytes.Clone(b)
		}
		config.ClientSessionCache = h.session
		if len(config.Certificates) > 0 {
			own := config.Certificates
			config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &own[0], nil }
		}
		return config
	}
	h.ask(config, c, options)
	refuse(config)
	hello, ok := options.Get("hello").(*goja.Object)
	if !ok {
		return config
	}
	answer := make(chan *tls.Config, 1)
	h.answer = answer
	loop := h.w.env.Loop
	config.GetConfigForClient = func(info *tls.ClientHelloInfo) (*tls.Config, error) {
		name, protocols := info.ServerName, info.SupportedProtos
		if !loop.Post(func() error { h.hello(hello, name, protocols, c, options); return nil }) {
			return nil, errRefused
		}
		select {
		case chosen, ok := <-answer:
			if ok && chosen != nil {
				return chosen, nil
			}
		case <-loop.Lifetime().Done():
		}
		return nil, errRefused
	}
	return config
}

var errRefused = errors.New("refused by the server's program")

// refuse has a server without a certificate say what OpenSSL says then: crypto/tls says that of one that cannot be used.
func refuse(config *tls.Config) {
	if len(config.Certificates) == 0 {
		config.Certificates = []tls.Certificate{{Certificate: [][]byte{{}}, PrivateKey: struct{}{}, Leaf: new(x509.Certificate)}}
	}
}

// ask has clients send certificates, if the server wants any.
func (h *handle) ask(config *tls.Config, c *secureContext, options *goja.Object) {
	if !options.Get("requestCert").ToBoolean() {
		return
	}
	config.ClientAuth = tls.RequestClientCert
	if options.Get("rejectUnauthorized").ToBoolean() {
		config.ClientAuth = tls.RequireAnyClientCert
	}
	if c.ownCAs {
		config.ClientCAs = x509.NewCertPool()
		for _, ca := range c.cas {
			config.ClientCAs.AddCert(ca)
		}
	}
}

// hello asks the script what to make of a client's hello: it answers with a context, or null for the usual one, and the
// protocols to choose from.
func (h *handle) hello(script *goja.Object, name string, protocols []string, c *secureContext, options *goja.Object) {
	vm := h.w.vm
	answered := false
	answer := vm.ToValue(func(call goja.FunctionCall) goja.Value {
		if answered || h.answer == nil {
			return goja.Undefined()
		}
		answered = true
		if call.Argument(0).ToBoolean() { // an error
			h.answer <- nil
			return goja.Undefined()
		}
		chosen := c
		if other := contextSlot.Get(call.Argument(1)); other != nil {
			chosen = other
		}
		config := chosen.config()
		h.ask(config, chosen, options)
		refuse(config)
		config.NextProtos = stringsOf(call.Argument(2))
		h.context = chosen
		h.answer <- config
		return goja.Undefined()
	})
	jsconv.Invoke(vm, script, h.object, vm.ToValue(name), h.w.strings(protocols), answer)
}

func stringsOf(v goja.Value) (list []string) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	for i, n := int64(0), o.Get("length").ToInteger(); i < n; i++ {
		list = append(list, o.Get(strconv.FormatInt(i, 10)).String())
	}
	return list
}

// keylog writes the secrets of a connection down, for whoever is to look at its bytes.
type keylog struct {
	h      *handle
	script *goja.Object
}

func (k *keylog) Write(line []byte) (int, error) {
	b := bytes.Clone(line)
	k.h.w.env.Loop.Post(func() error {
		jsconv.Invoke(k.h.w.vm, k.script, k.h.object, k.h.w.env.NewBuffer(b))
		return nil
	})
	return len(line), nil
}
