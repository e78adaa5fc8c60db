package dns

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/gojs-run/gojs/modules"
)

// Types that package dnsmessage does not know.
const (
	typeNAPTR dnsmessage.Type = 35
	typeTLSA  dnsmessage.Type = 52
	typeCAA   dnsmessage.Type = 257
)

// record is one answer: its type and fields under the names that Node gives them.
type record struct {
	kind   string
	fields []field
}

type field struct {
	name  string
	value any // string, int, []string or []byte
}

func (r record) object(env *modules.Env) *goja.Object {
	o := env.VM.NewObject()
	_ = o.Set("type", r.kind)
	for _, f := range r.fields {
		switch v := f.value.(type) {
		case []string:
			list := make([]any, len(v))
			for i, s := range v {
				list[i] = s
			}
			_ = o.Set(f.name, env.VM.NewArray(list...))
		case []byte:
			_ = o.Set(f.name, env.VM.NewArrayBuffer(v))
		default:
			_ = o.Set(f.name, v)
		}
	}
	return o
}

// read gives the records of an answer that are of the type that was asked for.
func read(answer []byte, question dnsmessage.Question) ([]record, string) {
	var p dnsmessage.Parser
	header, err := p.Start(answer)
	if err != nil {
		return nil, "EBADRESP"
	}
	switch header.RCode {
	case dnsmessage.RCodeSuccess:
	case dnsmessage.RCodeFormatError:
		return nil, "EFORMERR"
	case dnsmessage.RCodeServerFailure:
		return nil, "ESERVFAIL"
	case dnsmessage.RCodeNameError:
		return nil, "ENOTFOUND"
	case dnsmessage.RCodeNotImplemented:
		return nil, "ENOTIMP"
	default:
		return nil, "EREFUSED"
	}
	if err := p.SkipAllQuestions(); err != nil {
		return nil, "EBADRESP"
	}
	var list []record
	for {
		resource, err := p.Answer()
		if err == dnsmessage.ErrSectionDone {
			break
		}
		if err != nil {
			return nil, "EBADRESP"
		}
		if question.Type != dnsmessage.TypeALL && resource.Header.Type != question.Type {
			continue
		}
		if r, ok := recordOf(resource); ok {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return nil, "ENODATA"
	}
	return list, ""
}

func plain(name dnsmessage.Name) string { return strings.TrimSuffix(name.String(), ".") }

func recordOf(resource dnsmessage.Resource) (record, bool) {
	ttl := field{"ttl", int(resource.Header.TTL)}
	switch b := resource.Body.(type) {
	case *dnsmessage.AResource:
		return record{"A", []field{{"address", netip.AddrFrom4(b.A).String()}, ttl}}, true
	case *dnsmessage.AAAAResource:
		return record{"AAAA", []field{{"address", netip.AddrFrom16(b.AAAA).String()}, ttl}}, true
	case *dnsmessage.CNAMEResource:
		return record{"CNAME", []field{{"value", plain(b.CNAME)}}}, true
	case *dnsmessage.NSResource:
		return record{"NS", []field{{"value", plain(b.NS)}}}, true
	case *dnsmessage.PTRResource:
		return record{"PTR", []field{{"value", plain(b.PTR)}}}, true
	case *dnsmessage.MXResource:
		return record{"MX", []field{{"exchange", plain(b.MX)}, {"priority", int(b.Pref)}}}, true
	case *dnsmessage.TXTResource:
		return record{"TXT", []field{{"entries", b.TXT}}}, true
	case *dnsmessage.SRVResource:
		return record{"SRV", []field{
			{"name", plain(b.Target)}, {"port", int(b.Port)}, {"priority", int(b.Priority)}, {"weight", int(b.Weight)},
		}}, true
	case *dnsmessage.SOAResource:
		return record{"SOA", []field{
			{"nsname", plain(b.NS)}, {"hostmaster", plain(b.MBox)}, {"serial", int(b.Serial)}, {"refresh", int(b.Refresh)},
			{"retry", int(b.Retry)}, {"expire", int(b.Expire)}, {"minttl", int(b.MinTTL)},
		}}, true
	case *dnsmessage.UnknownResource:
		return unknown(b.Type, b.Data)
	}
	return record{}, false
}

func unknown(kind dnsmessage.Type, data []byte) (record, bool) {
	switch {
	case kind == typeCAA && len(data) >= 2 && len(data) >= 2+int(data[1]):
		tag := string(data[2 : 2+int(data[1])])
		return record{"CAA", []field{{"critical", int(data[0])}, {tag, string(data[2+len(tag):])}}}, true
	case kind == typeTLSA && len(data) >= 3:
		return record{"TLSA", []field{
			{"certUsage", int(data[0])}, {"selector", int(data[1])}, {"match", int(data[2])}, {"data", data[3:]},
		}}, true
	case kind == typeNAPTR && len(data) >= 4:
		rest := data[4:]
		var texts [3]string
		for i := range texts {
			if len(rest) == 0 || len(rest) < 1+int(rest[0]) {
				return record{}, false
			}
			texts[i] = string(rest[1 : 1+rest[0]])
			rest = rest[1+int(rest[0]):]
		}
		var labels []string
		for len(rest) > 0 && rest[0] != 0 && len(rest) >= 1+int(rest[0]) {
			labels = append(labels, string(rest[1:1+int(rest[0])]))
			rest = rest[1+int(rest[0]):]
		}
		return record{"NAPTR", []field{
			{"flags", texts[0]}, {"service", texts[1]}, {"regexp", texts[2]}, {"replacement", strings.Join(labels, ".")},
			{"order", int(binary.BigEndian.Uint16(data))}, {"preference", int(binary.BigEndian.Uint16(data[2:]))},
		}}, true
	}
	return record{}, false
}
