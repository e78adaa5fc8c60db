package httpwire_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/httpwire"
)

// notes are events, in words.
type notes struct {
	kind   httpwire.Kind
	list   []string
	body   string
	action httpwire.Action
}

func (n *notes) Begin() { n.list = append(n.list, "begin") }

func (n *notes) Head(h *httpwire.Head) httpwire.Action {
	first := fmt.Sprintf("%d %s", h.Status, h.Reason())
	if n.kind == httpwire.Request {
		first = httpwire.Methods[h.Method] + " " + h.URL()
	}
	n.list = append(n.list, fmt.Sprintf("%s %d.%d%s keep=%t upgrade=%t", first, h.Major, h.Minor, fields(h), h.KeepAlive, h.Upgrade))
	return n.action
}

func (n *notes) Body(b []byte) { n.body += string(b) }

func (n *notes) Complete(trailers *httpwire.Head) {
	end := "end " + n.body
	if trailers != nil {
		end += fields(trailers)
	}
	n.list = append(n.list, end)
	n.body = ""
}

func fields(h *httpwire.Head) (s string) {
	for i := range h.Len() {
		name, value := h.Field(i)
		s += fmt.Sprintf(" %s=%q", name, value)
	}
	return s
}

// read parses text in pieces of a size, 0 for all at once, and returns what there is to say about it.
func read(kind httpwire.Kind, lenient httpwire.Lenient, action httpwire.Action, text string, size int) []string {
	n := &notes{kind: kind, action: action}
	p := new(httpwire.Parser)
	p.Reset(kind, lenient, 1000, n)
	for at := 0; at < len(text); {
		end := len(text)
		if size > 0 {
			end = min(end, at+size)
		}
		piece := append([]byte(nil), text[at:end]...)
		read, err := p.Execute(piece)
		for i := range piece { // the parser must not keep it
			piece[i] = '#'
		}
		if err != nil {
			return append(n.list, err.Error())
		}
		if p.Upgraded() {
			return append(n.list, "upgraded "+text[at+read:])
		}
		at = end
	}
	if err := p.Finish(); err != nil {
		return append(n.list, err.Error())
	}
	return n.list
}

func TestMessages(t *testing.T) {
	const get = "GET / HTTP/1.1\r\n"
	for _, c := range []struct {
		text    string
		kind    httpwire.Kind
		lenient httpwire.Lenient
		want    string
	}{
		{text: "\r\nGET /a?b=c HTTP/1.1\r\nHost: x\r\nEmpty:\r\nSpaced: \t a b \t\r\n\r\n", want: `begin|GET /a?b=c 1.1 Host="x" Empty="" Spaced="a b" keep=true upgrade=false|end `},
		{text: get + "\r\n" + get + "\r\n", want: "begin|GET / 1.1 keep=true upgrade=false|end |begin|GET / 1.1 keep=true upgrade=false|end "},
		{text: "GET / HTTP/1.0\r\n\r\n", want: "begin|GET / 1.0 keep=false upgrade=false|end "},
		{text: "GET / HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n", want: `begin|GET / 1.0 Connection="x, Keep-Alive" keep=true upgrade=false|end `},
		{text: get + "Connection: close\r\n\r\n" + get, want: `begin|GET / 1.1 Connection="close" keep=false upgrade=false|end |HPE_CLOSED_CONNECTION: Data after ` + "`Connection: close`"},
		{text: "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc" + get + "\r\n", want: `begin|POST / 1.1 Content-Length="3" keep=true upgrade=false|end abc|begin|GET / 1.1 keep=true upgrade=false|end `},
		{text: "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3;a=\"b;\\\"c\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n", want: `begin|POST / 1.1 Transfer-Encoding="gzip, chunked" keep=true upgrade=false|end abc0123456789 X="y"`},
		{text: "PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", want: `begin|PUT / 1.1 Content-Length="3" keep=true upgrade=false|HPE_INVALID_EOF_STATE: Invalid EOF state`},

		{text: "GOT / HTTP/1.1\r\n", want: "begin|HPE_INVALID_METHOD: Invalid method encountered"},
		{text: " / HTTP/1.1\r\n", want: "begin|HPE_INVALID_METHOD: Invalid method encountered"},
		{text: "GET ?x HTTP/1.1\r\n", want: "begin|HPE_INVALID_URL: Unexpected start char in url"},
		{text: "GET /\x01 HTTP/1.1\r\n", want: "begin|HPE_INVALID_URL: Invalid char in url path"},
		{text: "GET / HTTP/1.7\r\n", want: "begin|HPE_INVALID_VERSION: Invalid HTTP version"},
		{text: "GET / HTXP/1.1\r\n", want: "begin|HPE_INVALID_CONSTANT: Expected HTTP/, RTSP/ or ICE/"},
		{text: get + "X : y\r\n", want: "begin|HPE_INVALID_HEADER_TOKEN: Invalid header token"},
		{text: get + "X: a\x00b\r\n", want: "begin|HPE_INVALID_HEADER_TOKEN: Invalid header value char"},
		{text: get + "X: y\rZ", want: "begin|HPE_LF_EXPECTED: Missing expected LF after header value"},
		{text: get + "X: y\nZ", want: "begin|HPE_CR_EXPECTED: Missing expected CR after header value"},
		{text: get + "X: y\r\n z\r\n", want: "begin|HPE_INVALID_HEADER_TOKEN: Unexpected whitespace after header value"},
		{text: get + "X: y\r\n z\r\n\r\n", lenient: httpwire.LenientHeaders, want: `begin|GET / 1.1 X="y z" keep=true upgrade=false|end `},
		{text: get + "X: " + strings.Repeat("y", 1000) + "\r\n", want: "begin|HPE_HEADER_OVERFLOW: Header overflow"},
		{text: get + "Content-Length: 1\r\nContent-Length: 1\r\n", want: "begin|HPE_UNEXPECTED_CONTENT_LENGTH: Duplicate Content-Length"},
		{text: get + "Content-Length: 1x\r\n\r\n", want: "begin|HPE_INVALID_CONTENT_LENGTH: Invalid character in Content-Length"},
		{text: get + "Content-Length: 18446744073709551616\r\n\r\n", want: "begin|HPE_INVALID_CONTENT_LENGTH: Content-Length overflow"},
		{text: get + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", want: "begin|HPE_INVALID_TRANSFER_ENCODING: Transfer-Encoding can't be present with Content-Length"},
		{text: get + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", want: "begin|HPE_INVALID_CONTENT_LENGTH: Content-Length can't be present with Transfer-Encoding"},
		{text: get + "Transfer-Encoding: chunked, x\r\n\r\n", want: "begin|HPE_INVALID_TRANSFER_ENCODING: Invalid `Transfer-Encoding` header value"},
		{text: get + "Transfer-Encoding: x\r\n\r\n", want: "begin|GET / 1.1 Transfer-Encoding=\"x\" keep=true upgrade=false|HPE_INVALID_TRANSFER_ENCODING: Request has invalid `Transfer-Encoding`"},
		{text: get + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", want: `begin|GET / 1.1 Transfer-Encoding="chunked" keep=true upgrade=false|HPE_INVALID_CHUNK_SIZE: Invalid character in chunk size`},
		{text: get + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", want: `begin|GET / 1.1 Transfer-Encoding="chunked" keep=true upgrade=false|HPE_INVALID_CHUNK_SIZE: Chunk size overflow`},
		{text: get + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc", want: `begin|GET / 1.1 Transfer-Encoding="chunked" keep=true upgrade=false|HPE_STRICT: Expected LF after chunk data`},
		{text: get + "Transfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("x", 20000), want: `begin|GET / 1.1 Transfer-Encoding="chunked" keep=true upgrade=false|HPE_CHUNK_EXTENSIONS_OVERFLOW: Chunk extensions overflow`},

		{kind: httpwire.Response, text: "HTTP/1.1 200 All Fine\r\nContent-Length: 2\r\n\r\nokHTTP/1.0 204\r\n\r\n", want: `begin|200 All Fine 1.1 Content-Length="2" keep=true upgrade=false|end ok|begin|204  1.0 keep=false upgrade=false|end `},
		{kind: httpwire.Response, text: "HTTP/1.1 200 OK\r\n\r\nto the end", want: "begin|200 OK 1.1 keep=false upgrade=false|end to the end"},
		{kind: httpwire.Response, text: "HTTP/1.1 304 Same\r\nContent-Length: 9\r\n\r\n", want: `begin|304 Same 1.1 Content-Length="9" keep=true upgrade=false|end `},
		{kind: httpwire.Response, text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", want: `begin|100 Continue 1.1 keep=true upgrade=false|end |begin|200 OK 1.1 Content-Length="0" keep=true upgrade=false|end `},
		{kind: httpwire.Response, text: "HTTP/1.1 20 OK\r\n", want: "begin|HPE_INVALID_STATUS: Invalid status code"},
		{kind: httpwire.Response, text: "HTTP/1.1 200 OK\n", want: "begin|HPE_CR_EXPECTED: Missing expected CR after response line"},
	} {
		if c.kind == 0 {
			c.kind = httpwire.Request
		}
		for _, size := range []int{0, 1, 2, 7} {
			assert.Equal(t, c.want, strings.Join(read(c.kind, c.lenient, httpwire.Proceed, c.text, size), "|"), "%.80q in pieces of %d", c.text, size)
		}
	}
}

func TestWhatFollowsAHead(t *testing.T) {
	const upgrade = "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nraw"
	const head = `GET / 1.1 Connection="Upgrade" Upgrade="x" keep=true upgrade=true`
	assert.Equal(t, []string{"begin", head, "end ", "upgraded raw"}, read(httpwire.Request, 0, httpwire.Upgrade, upgrade, 0))
	assert.Equal(t, []string{"begin", "CONNECT a:1 1.1 keep=true upgrade=true", "end ", "upgraded raw"},
		read(httpwire.Request, 0, httpwire.Upgrade, "CONNECT a:1 HTTP/1.1\r\n\r\nraw", 0))
	assert.Equal(t, []string{"begin", `200 OK 1.1 Content-Length="5" keep=true upgrade=false`, "end "},
		read(httpwire.Response, 0, httpwire.SkipBody, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 0), "the answer to a HEAD request")
}

// FuzzParser checks that the pieces in which a message comes make no difference, and that what is read keeps to its limits.
func FuzzParser(f *testing.F) {
	for _, seed := range []string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n0\r\nT: 1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
		"HTTP/1.1 204 No\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx", "GET http://a/b HTTP/1.1\r\nX: y\r\n z\r\n\r\n", "CONNECT a HTTP/1.1\r\nA:b\r\n\r\n",
	} {
		f.Add(seed, uint8(1), uint16(0), uint8(3))
		f.Add(seed, uint8(2), uint16(1023), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, kind uint8, lenient uint16, size uint8) {
		k := httpwire.Request
		if kind%2 == 0 {
			k = httpwire.Response
		}
		whole := read(k, httpwire.Lenient(lenient), httpwire.Proceed, text, 0)
		pieces := read(k, httpwire.Lenient(lenient), httpwire.Proceed, text, int(size%16)+1)
		for _, s := range append(whole, pieces...) {
			if strings.Contains(s, "HPE_HEADER_OVERFLOW") {
				return // which is seen when a piece ends, too
			}
		}
		require.Equal(t, whole, pieces)
	})
}

func BenchmarkRequest(b *testing.B) {
	request := []byte("GET /index.html HTTP/1.1\r\nHost: localhost:8000\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n")
	p := new(httpwire.Parser)
	p.Reset(httpwire.Request, 0, 16<<10, silent{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Execute(request); err != nil {
			b.Fatal(err)
		}
	}
}

type silent struct{}

func (silent) Begin()                              {}
func (silent) Head(*httpwire.Head) httpwire.Action { return httpwire.Proceed }
func (silent) Body([]byte)                         {}
func (silent) Complete(*httpwire.Head)             {}
