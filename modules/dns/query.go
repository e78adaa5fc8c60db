package dns

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// query is one question to name servers.
type query struct {
	servers []string
	timeout time.Duration // of the first try; each next one has twice the time
	longest time.Duration // of any try, if there is such a limit
	tries   int
	name    string
	kind    string // A, AAAA, ...
}

var errMessage = errors.New("dns: not an answer to the question")

func typeOf(kind string) dnsmessage.Type {
	switch kind {
	case "A":
		return dnsmessage.TypeA
	case "AAAA":
		return dnsmessage.TypeAAAA
	case "ANY":
		return dnsmessage.TypeALL
	case "CAA":
		return typeCAA
	case "CNAME":
		return dnsmessage.TypeCNAME
	case "MX":
		return dnsmessage.TypeMX
	case "NAPTR":
		return typeNAPTR
	case "NS":
		return dnsmessage.TypeNS
	case "PTR":
		return dnsmessage.TypePTR
	case "SOA":
		return dnsmessage.TypeSOA
	case "SRV":
		return dnsmessage.TypeSRV
	case "TLSA":
		return typeTLSA
	}
	return dnsmessage.TypeTXT
}

// run asks one server after the other and gives records, or a code of c-ares.
func (q *query) run(ctx context.Context) ([]record, string) {
	name, err := dnsmessage.NewName(strings.TrimSuffix(q.name, ".") + ".")
	if err != nil {
		return nil, "EBADNAME"
	}
	if lower := strings.ToLower(name.String()); lower == "onion." || strings.HasSuffix(lower, ".onion.") {
		return nil, "ENOTFOUND" // no name of the DNS (RFC 7686)
	}
	question := dnsmessage.Question{Name: name, Type: typeOf(q.kind), Class: dnsmessage.ClassINET}
	if len(q.servers) == 0 {
		return nil, "ECONNREFUSED"
	}
	timeout := q.timeout
	code := "ETIMEOUT"
	for range max(1, q.tries) {
		for _, server := range q.servers {
			answer, err := exchange(ctx, server, question, timeout)
			switch {
			case ctx.Err() != nil:
				return nil, "ECANCELLED"
			case err == nil:
				return read(answer, question)
			}
			code = networkCode(err)
		}
		if timeout *= 2; q.longest > 0 {
			timeout = min(timeout, q.longest)
		}
	}
	return nil, code
}

func networkCode(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "ECONNREFUSED"
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, net.ErrClosed): // closed when the time was over
		return "ETIMEOUT"
	case errors.Is(err, errMessage):
		return "EBADRESP"
	}
	return "ECONNREFUSED"
}

// serverAddress adds the port that name servers have.
func serverAddress(server string) string {
	if a, err := netip.ParseAddr(server); err == nil {
		return netip.AddrPortFrom(a, 53).String()
	}
	return server
}

// exchange asks over UDP, and over TCP if the answer is too long for that.
func exchange(ctx context.Context, server string, question dnsmessage.Question, timeout time.Duration) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: uint16(rand.Uint32()), RecursionDesired: true})
	if err := errors.Join(b.StartQuestions(), b.Question(question)); err != nil {
		return nil, err
	}
	message, err := b.Finish()
	if err != nil {
		return nil, err
	}
	answer, truncated, err := send(ctx, "udp", server, message)
	if err == nil && truncated {
		answer, _, err = send(ctx, "tcp", server, message)
	}
	return answer, err
}

func send(ctx context.Context, network, server string, message []byte) (answer []byte, truncated bool, err error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, serverAddress(server))
	if err != nil {
		return nil, false, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if network == "tcp" {
		message = append(binary.BigEndian.AppendUint16(nil, uint16(len(message))), message...)
	}
	if _, err := conn.Write(message); err != nil {
		return nil, false, err
	}
	if network == "tcp" {
		var length [2]byte
		if _, err := io.ReadFull(conn, length[:]); err != nil {
			return nil, false, err
		}
		answer = make([]byte, binary.BigEndian.Uint16(length[:]))
		_, err = io.ReadFull(conn, answer)
		return answer, false, err
	}
	for { // until the answer to this question comes
		buffer := make([]byte, 4096)
		n, err := conn.Read(buffer)
		if err != nil {
			return nil, false, err
		}
		if n >= 12 && buffer[0] == message[0] && buffer[1] == message[1] {
			return buffer[:n], buffer[2]&2 != 0, nil
		}
	}
}
