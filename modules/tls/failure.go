package tls

import (
	"crypto/tls"
	"errors"
	"io"
	"strconv"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// reason is what OpenSSL says of a failure: number and words.
type reason struct{ number, words string }

// alertReason is for an alert that the other side has sent, by Go's words for it.
func alertReason(text string) reason {
	number := func(alert int) string { return "0A" + strings.ToUpper(padHex(1000+alert)) }
	switch text {
	case "unexpected message":
		return reason{number(10), "ssl/tls alert unexpected message"}
	case "bad record MAC":
		return reason{number(20), "ssl/tls alert bad record mac"}
	case "handshake failure":
		return reason{number(40), "ssl/tls alert handshake failure"}
	case "bad certificate":
		return reason{number(42), "ssl/tls alert bad certificate"}
	case "unsupported certificate":
		return reason{number(43), "ssl/tls alert unsupported certificate"}
	case "revoked certificate":
		return reason{number(44), "ssl/tls alert certificate revoked"}
	case "expired certificate":
		return reason{number(45), "ssl/tls alert certificate expired"}
	case "unknown certificate":
		return reason{number(46), "ssl/tls alert certificate unknown"}
	case "illegal parameter":
		return reason{number(47), "ssl/tls alert illegal parameter"}
	case "unknown certificate authority":
		return reason{number(48), "tlsv1 alert unknown ca"}
	case "access denied":
		return reason{number(49), "tlsv1 alert access denied"}
	case "error decoding message":
		return reason{number(50), "tlsv1 alert decode error"}
	case "error decrypting message":
		return reason{number(51), "tlsv1 alert decrypt error"}
	case "protocol version not supported":
		return reason{number(70), "tlsv1 alert protocol version"}
	case "insufficient security level":
		return reason{number(71), "tlsv1 alert insufficient security"}
	case "internal error":
		return reason{number(80), "tlsv1 alert internal error"}
	case "user canceled":
		return reason{number(90), "tlsv1 alert user cancelled"}
	case "no renegotiation":
		return reason{number(100), "tlsv1 alert no renegotiation"}
	case "unsupported extension":
		return reason{number(110), "tlsv1 alert unsupported extension"}
	case "unrecognized name":
		return reason{number(112), "tlsv1 unrecognized name"}
	case "certificate required":
		return reason{number(116), "tlsv13 alert certificate required"}
	case "no application protocol":
		return reason{number(120), "tlsv1 alert no application protocol"}
	}
	return reason{number(40), "ssl/tls alert handshake failure"}
}

func padHex(n int) string {
	h := strconv.FormatInt(int64(n), 16)
	return strings.Repeat("0", max(0, 6-len(h))) + h
}

// localReason is for what this side has found wrong.
func localReason(err error) reason {
	var record tls.RecordHeaderError
	if errors.As(err, &record) {
		if strings.HasPrefix(string(record.RecordHeader[:]), "HTTP/") || isMethod(record.RecordHeader) {
			return reason{"0A00009C", "http request"}
		}
		const most = 16384 + 256 // bytes of a record
		if int(record.RecordHeader[3])<<8|int(record.RecordHeader[4]) > most {
			return reason{"0A0000C6", "packet length too long"}
		}
		return reason{"0A00010B", "wrong version number"}
	}
	text := err.Error()
	for _, known := range [...]struct {
		part string
		reason
	}{
		{"client offered only unsupported versions", reason{"0A000102", "unsupported protocol"}},
		{"server selected unsupported protocol version", reason{"0A000102", "unsupported protocol"}},
		{"no supported versions", reason{"0A0000BF", "no protocols available"}},
		{"no cipher suite supported", reason{"0A0000C1", "no shared cipher"}},
		{"no certificates configured", reason{"0A000118", "no suitable signature algorithm"}},
		{"neither Certificates", reason{"0A000118", "no suitable signature algorithm"}},
		{"does not implement crypto.Signer", reason{"0A000118", "no suitable signature algorithm"}},
		{"no certificate available", reason{"0A0000C1", "no shared cipher"}},
		{"no ECDHE curve", reason{"0A000065", "no suitable key share"}},
		{"no supported group", reason{"0A000065", "no suitable key share"}},
		{"didn't provide a certificate", reason{"0A0000C7", "peer did not return a certificate"}},
		{"unsupported application protocols", reason{"0A0000EB", "no application protocol"}},
		{"no application protocol", reason{"0A0000EB", "no application protocol"}},
		{"no supported signature algorithms", reason{"0A000118", "no suitable signature algorithm"}},
		{"signature algorithms", reason{"0A000076", "no shared signature algorithms"}},
		{"bad record MAC", reason{"0A000119", "decryption failed or bad record mac"}},
		{"unexpected", reason{"0A0000F4", "unexpected message"}},
		{"oversized record", reason{"0A0000C6", "packet length too long"}},
	} {
		if strings.Contains(text, known.part) {
			return known.reason
		}
	}
	return reason{"0A000126", "handshake failure"}
}

func isMethod(header [5]byte) bool {
	for _, m := range [...]string{"GET ", "POST", "HEAD", "PUT ", "DELE", "OPTI"} {
		if strings.HasPrefix(string(header[:]), m) {
			return true
		}
	}
	return false
}

// failure is the JavaScript error for a handshake or a read that has failed; undefined where the other side just left.
func (w *world) failure(err error) goja.Value {
	var errno syscall.Errno
	var alert tls.AlertError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return goja.Undefined()
	case errors.As(err, &errno):
		return nodeerr.System(w.vm, nodeerr.FromOS(errno, "read", ""))
	case errors.As(err, &alert):
		return w.sslError(alertReason(strings.TrimPrefix(alert.Error(), "tls: ")))
	}
	if text := err.Error(); strings.HasPrefix(text, "remote error: tls: ") {
		return w.sslError(alertReason(strings.TrimPrefix(text, "remote error: tls: ")))
	}
	return w.sslError(localReason(err))
}

// sslError is an error of OpenSSL's library for TLS.
func (w *world) sslError(r reason) *goja.Object {
	o := nodeerr.Plain(w.vm, nodeerr.Error, "error:"+r.number+":SSL routines::"+r.words)
	_ = o.Set("library", "SSL routines")
	_ = o.Set("reason", r.words)
	_ = o.Set("code", "ERR_SSL_"+strings.ToUpper(strings.ReplaceAll(r.words, " ", "_")))
	return o
}
