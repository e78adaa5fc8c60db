// Package tls is Node's tls module (Node: tls.md) on Go's crypto/tls.
//
//	pipe.go         the connection that crypto/tls believes to have: bytes that the loop carries to and fro
//	handle.go       a connection as the handle of a net.Socket: handshake, reading, writing
//	context.go      SecureContext: certificates, what is trusted, versions and ciphers
//	verify.go       whether a chain of certificates is to be trusted, in OpenSSL's words
//	session.go      sessions of clients as Buffers
//	ciphers.go      OpenSSL's names of ciphers, curves and versions
//	failure.go      what handshakes fail of, in OpenSSL's words
//
// The handshake runs on a goroutine of its own. From then on everything is the loop's: what comes in is deciphered where
// it arrives, so that a parser in Go (module http) gets plain bytes without any JavaScript in between.
// The classes that scripts see are embedded JavaScript (js/): TLSSocket wraps a net.Socket or any other Duplex.
package tls

import (
	"crypto/x509"
	"embed"
	"encoding/pem"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "tls", JS: &js, File: "js/tls.js", Bind: binding},
	{Name: "_tls_common", Load: func(env *modules.Env, m *goja.Object) { alias(env, m, "internal/tls/context") }},
	{Name: "_tls_wrap", Load: func(env *modules.Env, m *goja.Object) { alias(env, m, "tls") }},
	{Name: "internal/tls/binding", Load: loadBinding},
	{Name: "internal/tls/context", JS: &js, File: "js/context.js", Bind: binding},
	{Name: "internal/tls/identity", JS: &js, File: "js/identity.js", Bind: binding},
	{Name: "internal/tls/socket", JS: &js, File: "js/socket.js", Bind: binding},
	{Name: "internal/tls/stream-socket", JS: &js, File: "js/stream-socket.js", Bind: binding},
	{Name: "internal/tls/server", JS: &js, File: "js/server.js", Bind: binding},
	{Name: "internal/tls/connect", JS: &js, File: "js/connect.js", Bind: binding},
}

func binding(env *modules.Env) *goja.Object { return env.Require("internal/tls/binding") }

func alias(env *modules.Env, m *goja.Object, module string) {
	_ = m.Set("exports", env.Require(module))
}

// world is the module in one Runtime.
type world struct {
	env     *modules.Env
	vm      *goja.Runtime
	proto   *goja.Object // of handles
	open    map[*handle]struct{}
	trusted []*x509.Certificate // when nothing is said
	scratch []byte              // where deciphered bytes are put before they are handed on
}

func loadBinding(env *modules.Env, module *goja.Object) {
	w := &world{env: env, vm: env.VM, open: map[*handle]struct{}{}}
	x := module.Get("exports").(*goja.Object)
	w.bindHandle(x)
	w.bindContext(x)
	jsconv.Export(w.vm, x, "ciphers", 0, func(goja.FunctionCall) goja.Value { return w.strings(cipherNames()) })
	// extra() is the certificates of NODE_EXTRA_CA_CERTS, and what is wrong with that file.
	jsconv.Export(w.vm, x, "extra", 0, func(goja.FunctionCall) goja.Value {
		list, failure := w.extra()
		texts := make([]string, len(list))
		for i, c := range list {
			texts[i] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
		}
		return w.vm.NewArray(w.strings(texts), failure)
	})
	jsconv.Export(w.vm, x, "roots", 0, func(goja.FunctionCall) goja.Value { return w.strings(bundledPEM()) })
	env.Host.Cleanup = append(env.Host.Cleanup, func() {
		for h := range w.open {
			h.pipe.close()
		}
	})
}

func (w *world) strings(list []string) goja.Value {
	values := make([]any, len(list))
	for i, s := range list {
		values[i] = s
	}
	return w.vm.NewArray(values...)
}
