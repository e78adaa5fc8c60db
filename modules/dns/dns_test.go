package dns_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/gojs-run/gojs/runtime"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answer is what the name server of the tests knows.
func answer(q dnsmessage.Question) (dnsmessage.RCode, []dnsmessage.ResourceBody) {
	name := dnsmessage.MustNewName
	switch q.Name.String() + " " + q.Type.String() {
	case "host.test. TypeA":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}}, &dnsmessage.AResource{A: [4]byte{192, 0, 2, 2}}}
	case "host.test. TypeAAAA":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.AAAAResource{AAAA: [16]byte{0x20, 1, 0xd, 0xb8, 15: 1}}}
	case "host.test. TypeMX":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.MXResource{Pref: 10, MX: name("mail.test.")}}
	case "host.test. TypeTXT", "long.test. TypeTXT":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.TXTResource{TXT: []string{"one", "two"}}}
	case "_s._tcp.test. TypeSRV":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.SRVResource{Priority: 1, Weight: 2, Port: 80, Target: name("host.test.")}}
	case "host.test. TypeSOA":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.SOAResource{
			NS: name("ns.test."), MBox: name("admin.test."), Serial: 1, Refresh: 2, Retry: 3, Expire: 4, MinTTL: 5,
		}}
	case "host.test. 257":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.UnknownResource{Type: 257, Data: []byte("\x00\x05issueca.test")}}
	case "host.test. 35":
		data := append([]byte{0, 1, 0, 2}, "\x01s\x03sip\x00\x04host\x04test\x00"...)
		return 0, []dnsmessage.ResourceBody{&dnsmessage.UnknownResource{Type: 35, Data: data}}
	case "1.2.0.192.in-addr.arpa. TypePTR", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. TypePTR":
		return 0, []dnsmessage.ResourceBody{&dnsmessage.PTRResource{PTR: name("host.test.")}}
	case "refused.test. TypeA":
		return dnsmessage.RCodeRefused, nil
	case "empty.test. TypeA":
		return 0, nil
	}
	return dnsmessage.RCodeNameError, nil
}

func reply(t *testing.T, message []byte, udp bool) []byte {
	var p dnsmessage.Parser
	header, err := p.Start(message)
	require.NoError(t, err)
	q, err := p.Question()
	require.NoError(t, err)
	code, bodies := answer(q)
	header.Response, header.RCode = true, code
	header.Truncated = udp && q.Name.String() == "long.test."
	m := dnsmessage.Message{Header: header, Questions: []dnsmessage.Question{q}}
	for _, body := range bodies {
		m.Answers = append(m.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: dnsmessage.ClassINET, TTL: 60}, Body: body,
		})
	}
	if header.Truncated {
		m.Answers = nil
	}
	packed, err := m.Pack()
	require.NoError(t, err)
	return packed
}

// serve answers at one port over UDP and TCP.
func serve(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	packets, err := net.ListenPacket("udp", listener.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() {
		listener.Close()
		packets.Close()
	})
	go func() {
		buffer := make([]byte, 512)
		for {
			n, from, err := packets.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = packets.WriteTo(reply(t, buffer[:n], true), from)
		}
	}()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			var length [2]byte
			_, err = io.ReadFull(conn, length[:])
			if err == nil {
				message := make([]byte, binary.BigEndian.Uint16(length[:]))
				if _, err = io.ReadFull(conn, message); err == nil {
					out := reply(t, message, false)
					_, _ = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(out))), out...))
				}
			}
			conn.Close()
		}
	}()
	return listener.Addr().String()
}

func run(t *testing.T, script string) string {
	var out, errs bytes.Buffer
	rt, err := runtime.New(runtime.WithStdout(&out), runtime.WithStderr(&errs))
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(t.Context(), "test.js", script)
	require.NoError(t, err, errs.String())
	return out.String()
}

func TestResolve(t *testing.T) {
	got := run(t, `const dns = require('dns');
		const r = new dns.promises.Resolver({ timeout: 2000, tries: 2 });
		r.setServers(['`+serve(t)+`']);
		const ask = (p) => p.then((v) => console.log(JSON.stringify(v)), (e) => console.log(e.message, e.code, e.errno));
		(async () => {
			await ask(r.resolve4('host.test'));
			await ask(r.resolve4('host.test', { ttl: true }));
			await ask(r.resolve('host.test', 'AAAA'));
			await ask(r.resolveMx('host.test'));
			await ask(r.resolveTxt('host.test'));
			await ask(r.resolveTxt('long.test'));
			await ask(r.resolveSrv('_s._tcp.test'));
			await ask(r.resolveSoa('host.test'));
			await ask(r.resolveCaa('host.test'));
			await ask(r.resolveNaptr('host.test'));
			await ask(r.reverse('192.0.2.1'));
			await ask(r.reverse('2001:d0b8::1'.replace('d0b8', 'db8')));
			await ask(r.resolve4('refused.test'));
			await ask(r.resolve4('empty.test'));
			await ask(r.resolve4('missing.test'));
		})();`)
	require.Equal(t, `["192.0.2.1","192.0.2.2"]
[{"address":"192.0.2.1","ttl":60},{"address":"192.0.2.2","ttl":60}]
["2001:db8::1"]
[{"exchange":"mail.test","priority":10}]
[["one","two"]]
[["one","two"]]
[{"name":"host.test","port":80,"priority":1,"weight":2}]
{"nsname":"ns.test","hostmaster":"admin.test","serial":1,"refresh":2,"retry":3,"expire":4,"minttl":5}
[{"critical":0,"issue":"ca.test"}]
[{"flags":"s","service":"sip","regexp":"","replacement":"host.test","order":1,"preference":2}]
["host.test"]
["host.test"]
queryA EREFUSED refused.test EREFUSED undefined
queryA ENODATA empty.test ENODATA undefined
queryA ENOTFOUND missing.test ENOTFOUND undefined
`, got)
}

func TestCancelAndSilence(t *testing.T) {
	silent, err := net.ListenPacket("udp", "127.0.0.1:0")
	require.NoError(t, err)
	defer silent.Close()
	got := run(t, `const dns = require('dns');
		const [a, b] = [new dns.Resolver(), new dns.Resolver({ timeout: 20, tries: 1 })];
		for (const r of [a, b]) r.setServers(['`+silent.LocalAddr().String()+`']);
		a.resolve4('x.test', (err) => {
			console.log(err.code);
			b.resolve4('x.test', (err) => console.log(err.code));
		});
		try { a.setServers(['127.0.0.1']); } catch (err) { console.log(err.message); }
		a.cancel();`)
	require.Equal(t, "c-ares failed to set servers: \"There are pending queries.\" [127.0.0.1]\nECANCELLED\nETIMEOUT\n", got)
}

func TestLookup(t *testing.T) {
	got := run(t, `const dns = require('dns');
		dns.lookup('127.0.0.1', (...args) => console.log(...args));
		dns.lookup('::1', { all: true }, (err, list) => console.log(err, JSON.stringify(list)));
		dns.lookup('localhost', { family: 4 }, (...args) => console.log(...args));
		for (const f of [() => dns.lookup(1), () => dns.lookup('x', { family: 5 }, () => {}), () => dns.lookup('', () => {}),
			() => dns.resolve('x', 'Z', () => {}), () => dns.setServers(['x']), () => dns.lookupService('x', 1, () => {}),
			() => dns.lookupService('127.0.0.1', 70000, () => {})]) {
			try { f(); } catch (err) { console.log(err.code); }
		}
		dns.setServers(['[::1]:53', '127.0.0.1:54']);
		console.log(dns.getServers());`)
	require.Equal(t, `ERR_INVALID_ARG_TYPE
ERR_INVALID_ARG_VALUE
ERR_INVALID_ARG_VALUE
ERR_INVALID_ARG_VALUE
ERR_INVALID_IP_ADDRESS
ERR_INVALID_ARG_VALUE
ERR_SOCKET_BAD_PORT
[ '::1', '127.0.0.1:54' ]
null 127.0.0.1 4
null [{"address":"::1","family":6}]
null 127.0.0.1 4
`, got)
}
