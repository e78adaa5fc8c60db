package tls

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// bindState has what a handle tells of its connection once that is secure.
func (w *world) bindState(on func(string, func(*handle, goja.FunctionCall) goja.Value)) {
	vm := w.vm
	state := func(name string, f func(s tls.ConnectionState, call goja.FunctionCall) goja.Value) {
		on(name, func(h *handle, call goja.FunctionCall) goja.Value {
			if !h.secure {
				return nil
			}
			return f(h.conn.ConnectionState(), call)
		})
	}
	// verify(roots or undefined) is null, or [code, message] of why the other side is not to be trusted.
	on("verify", func(h *handle, call goja.FunctionCall) goja.Value {
		if !h.secure {
			return nil
		}
		if _, err := h.chain(); err != nil {
			return vm.NewArray(err.code, err.words)
		}
		return goja.Null()
	})
	// peerChain() is the certificates of the other side, leaf first, up to what is trusted.
	on("peerChain", func(h *handle, _ goja.FunctionCall) goja.Value {
		if !h.secure {
			return nil
		}
		chain, _ := h.chain()
		list := make([]any, len(chain))
		for i, c := range chain {
			list[i] = w.env.NewBuffer(bytes.Clone(c.Raw))
		}
		return vm.NewArray(list...)
	})
	on("ownContext", func(h *handle, _ goja.FunctionCall) goja.Value {
		if h.context == nil || len(h.context.chains) == 0 {
			return nil
		}
		return w.env.NewBuffer(bytes.Clone(h.context.chains[0][0].Raw))
	})
	state("cipher", func(s tls.ConnectionState, _ goja.FunctionCall) goja.Value {
		standard := tls.CipherSuiteName(s.CipherSuite)
		since := "TLSv1.2"
		if s.Version == tls.VersionTLS13 {
			since = "TLSv1.3"
		} else if n := len(standard); n > 4 && standard[n-4:] == "_SHA" {
			since = "TLSv1"
		}
		return vm.NewArray(suiteName(s.CipherSuite), standard, since)
	})
	state("protocol", func(s tls.ConnectionState, _ goja.FunctionCall) goja.Value { return vm.ToValue(versionName(s.Version)) })
	state("alpn", func(s tls.ConnectionState, _ goja.FunctionCall) goja.Value { return vm.ToValue(s.NegotiatedProtocol) })
	state("servername", func(s tls.ConnectionState, _ goja.FunctionCall) goja.Value { return vm.ToValue(s.ServerName) })
	state("resumed", func(s tls.ConnectionState, _ goja.FunctionCall) goja.Value { return vm.ToValue(s.DidResume) })
	state("curve", func(s tls.ConnectionState, _ goja.FunctionCall) goja.Value {
		switch s.CurveID {
		case tls.CurveP256:
			return vm.NewArray("prime256v1", 256)
		case tls.CurveP384:
			return vm.NewArray("secp384r1", 384)
		case tls.CurveP521:
			return vm.NewArray("secp521r1", 521)
		case tls.X25519:
			return vm.NewArray("X25519", 253)
		case 0:
			return nil
		}
		return vm.NewArray(s.CurveID.String(), 253)
	})
	// exportKey(length, label, context or undefined)
	state("exportKey", func(s tls.ConnectionState, call goja.FunctionCall) goja.Value {
		context, _ := jsconv.Bytes(call.Argument(2))
		b, err := s.ExportKeyingMaterial(call.Argument(1).String(), context, int(call.Argument(0).ToInteger()))
		if err != nil {
			panic(vm.NewGoError(err))
		}
		return w.env.NewBuffer(b)
	})
	on("session", func(h *handle, _ goja.FunctionCall) goja.Value {
		switch {
		case h.session != nil && h.session.latest != nil:
			return w.env.NewBuffer(bytes.Clone(h.session.latest))
		case h.session != nil && h.secure && h.conn.ConnectionState().DidResume:
			return w.env.NewBuffer(bytes.Clone(h.session.given))
		}
		return w.env.NewBuffer([]byte{}) // TLS 1.3 sends it later
	})
	on("ticket", func(h *handle, _ goja.FunctionCall) goja.Value {
		switch {
		case h.session != nil && h.session.ticket != nil:
			return w.env.NewBuffer(bytes.Clone(h.session.ticket))
		case h.session != nil && h.secure && h.conn.ConnectionState().DidResume:
			given := h.session.given
			return w.env.NewBuffer(bytes.Clone(given[2 : 2+binary.BigEndian.Uint16(given)]))
		}
		return nil
	})
}

// chain is what the other side has sent, completed by what is trusted, and what is wrong with it.
func (h *handle) chain() ([]*x509.Certificate, *complaint) {
	if h.verified == nil {
		sent := h.conn.ConnectionState().PeerCertificates
		v := &verdict{}
		if len(sent) == 0 {
			v.wrong = &complaint{"UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate"}
		} else {
			var fallback []*x509.Certificate
			if !h.context.ownCAs {
				fallback = h.w.defaults()
			}
			v.chain, v.wrong = h.context.trusted(h.server, fallback).verify(sent)
		}
		h.verified = v
	}
	return h.verified.chain, h.verified.wrong
}

// verdict is what came of looking at the other side's certificates.
type verdict struct {
	chain []*x509.Certificate
	wrong *complaint
}

// defaults is what is trusted when nothing is said: what is bundled, and NODE_EXTRA_CA_CERTS.
func (w *world) defaults() []*x509.Certificate {
	if w.trusted == nil {
		extra, _ := w.extra()
		w.trusted = append(append([]*x509.Certificate(nil), bundled()...), extra...)
	}
	return w.trusted
}

// extra reads NODE_EXTRA_CA_CERTS. What is wrong with it is in OpenSSL's words; "" if nothing is.
func (w *world) extra() (list []*x509.Certificate, failure string) {
	name, _ := w.env.Host.Env.Get("NODE_EXTRA_CA_CERTS")
	if name == "" {
		return nil, ""
	}
	b, err := os.ReadFile(w.env.Host.Path(name))
	var errno syscall.Errno
	if errors.As(err, &errno) {
		words := errno.Error()
		return nil, fmt.Sprintf("error:%08X:system library::%s", 0x80000000+uint64(errno), strings.ToUpper(words[:1])+words[1:])
	}
	if list, err = certificates(b); err != nil {
		return nil, "error:0488000D:PEM routines::ASN1 lib"
	}
	return list, ""
}
