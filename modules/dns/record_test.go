package dns

import (
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// FuzzRead gives read what a name server might send.
func FuzzRead(f *testing.F) {
	name := dnsmessage.MustNewName("host.test.")
	q := dnsmessage.Question{Name: name, Type: dnsmessage.TypeALL, Class: dnsmessage.ClassINET}
	for _, r := range []dnsmessage.UnknownResource{
		{Type: typeCAA, Data: []byte("\x00\x05issueca.test")},
		{Type: typeNAPTR, Data: []byte("\x00\x01\x00\x02\x01s\x03sip\x00\x04host\x00")},
		{Type: typeTLSA, Data: []byte{3, 1, 1, 0xff}},
	} {
		m := dnsmessage.Message{Header: dnsmessage.Header{Response: true}, Questions: []dnsmessage.Question{q}}
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: name, Type: r.Type}, Body: &r}}
		packed, err := m.Pack()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(packed)
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		if records, code := read(answer, q); (code == "") != (len(records) > 0) {
			t.Fatalf("%d records and code %q", len(records), code)
		}
	})
}
