package tls

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"time"

	"golang.org/x/crypto/x509roots/fallback/bundle"

	"github.com/gojs-run/gojs/internal/lateinit"
)

// bundled is the certificates that Mozilla trusts, as Node has them on board.
func bundled() []*x509.Certificate { return roots.Get(makeBundled) }

var roots lateinit.Value[[]*x509.Certificate]

func makeBundled() (list []*x509.Certificate) {
	for root := range bundle.Roots() {
		if c, err := x509.ParseCertificate(root.Certificate); err == nil && root.Constraint == nil {
			list = append(list, c)
		}
	}
	return list
}

func bundledPEM() (list []string) {
	for _, c := range bundled() {
		b := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
		list = append(list, string(b[:len(b)-1]))
	}
	return list
}

// complaint is what OpenSSL has against a chain: code and words.
type complaint struct{ code, words string }

func (c *complaint) Error() string { return c.words }

// trust is what a chain is measured by.
type trust struct {
	roots   []*x509.Certificate
	partial bool // what is trusted need not be a root
	usage   x509.ExtKeyUsage
}

// verify returns the chain from the leaf to what is trusted, or as far as it goes, with the complaint about it.
func (t *trust) verify(sent []*x509.Certificate) ([]*x509.Certificate, *complaint) {
	leaf := sent[0]
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, c := range t.roots {
		roots.AddCert(c)
	}
	for _, c := range sent[1:] {
		between.AddCert(c)
	}
	chains, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, KeyUsages: []x509.ExtKeyUsage{t.usage}})
	for _, chain := range chains {
		if end := chain[len(chain)-1]; t.partial || selfIssued(end) {
			return chain, nil
		}
	}
	chain, found := t.walk(sent)
	if found != nil {
		return chain, found
	}
	var invalid x509.CertificateInvalidError
	switch {
	case err == nil: // what is trusted is signed by a root that is trusted, too
		return chain, nil
	case errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage:
		return chain, &complaint{"INVALID_PURPOSE", "unsuitable certificate purpose"}
	case errors.As(err, &invalid) && invalid.Reason == x509.NotAuthorizedToSign:
		return chain, &complaint{"INVALID_CA", "invalid CA certificate"}
	case errors.As(err, &invalid) && invalid.Reason == x509.TooManyIntermediates:
		return chain, &complaint{"PATH_LENGTH_EXCEEDED", "path length constraint exceeded"}
	}
	return chain, &complaint{"CERT_UNTRUSTED", "certificate not trusted"}
}

func selfIssued(c *x509.Certificate) bool { return bytes.Equal(c.RawIssuer, c.RawSubject) }

// walk follows the chain step by step, and says where it ends or what of it is out of date.
func (t *trust) walk(sent []*x509.Certificate) (chain []*x509.Certificate, err *complaint) {
	trusted := false
	chain = []*x509.Certificate{sent[0]}
	for len(chain) < 20 {
		last := chain[len(chain)-1]
		if contains(t.roots, last) && (selfIssued(last) || t.partial) {
			trusted = true
			break
		}
		if selfIssued(last) {
			break
		}
		next := issuer(last, t.roots)
		if next == nil {
			next = issuer(last, sent[1:])
		}
		if next == nil || contains(chain, next) {
			break
		}
		chain = append(chain, next)
	}
	last := chain[len(chain)-1]
	switch {
	case trusted:
		now := time.Now()
		for _, c := range chain {
			if now.Before(c.NotBefore) {
				return chain, &complaint{"CERT_NOT_YET_VALID", "certificate is not yet valid"}
			}
			if now.After(c.NotAfter) {
				return chain, &complaint{"CERT_HAS_EXPIRED", "certificate has expired"}
			}
		}
		return chain, nil
	case selfIssued(last) && len(chain) == 1:
		return chain, &complaint{"DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"}
	case selfIssued(last):
		return chain, &complaint{"SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"}
	case len(chain) == 1:
		return chain, &complaint{"UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"}
	case contains(t.roots, last):
		return chain, &complaint{"UNABLE_TO_GET_ISSUER_CERT", "unable to get issuer certificate"}
	}
	return chain, &complaint{"UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "unable to get local issuer certificate"}
}

func contains(list []*x509.Certificate, c *x509.Certificate) bool {
	for _, o := range list {
		if o.Equal(c) {
			return true
		}
	}
	return false
}

// issuer is the certificate in a list that has signed c.
func issuer(c *x509.Certificate, list []*x509.Certificate) *x509.Certificate {
	for _, o := range list {
		if bytes.Equal(o.RawSubject, c.RawIssuer) && o.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil {
			return o
		}
	}
	return nil
}
