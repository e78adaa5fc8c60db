// Package httpwire reads HTTP/1 messages off a wire, in whatever pieces they come in.
//
// A Parser is a state machine: Execute takes the next bytes, and its Events are told of each head, each piece of a body
// and each end of a message while it runs. What it accepts, what it refuses, and the codes and reasons of its errors are
// those of Node's parser (llhttp), strictness against request smuggling included; Lenient lets some of it off.
//
// A head is one piece of text (Head) whose parts are cut out only when somebody asks for them.
//
// It knows nothing of JavaScript, sockets or goroutines.
package httpwire

// Kind is what a Parser expects to read.
type Kind uint8

// The kinds of message, with Node's numbers.
const (
	Request  Kind = 1
	Response Kind = 2
)

// Lenient is a set of rules that are not enforced, with Node's numbers.
type Lenient uint16

// What a parser may let pass.
const (
	LenientHeaders Lenient = 1 << iota
	LenientChunkedLength
	LenientKeepAlive
	LenientTransferEncoding
	LenientVersion
	LenientDataAfterClose
	LenientOptionalLFAfterCR
	LenientOptionalCRLFAfterChunk
	LenientOptionalCRBeforeLF
	LenientSpacesAfterChunkSize
)

// Error says what is wrong with what was read.
type Error struct {
	Code   string // such as HPE_INVALID_METHOD
	Reason string
}

func (e *Error) Error() string { return e.Code + ": " + e.Reason }

// Action is what is to be done with what follows a head.
type Action uint8

// What Events.Head can ask for.
const (
	Proceed  Action = iota // read the body that the head announces
	SkipBody               // there is none, whatever the head announces: the answer to a HEAD request
	Upgrade                // what follows is no HTTP any more
)

// Events is told what a Parser reads. Its methods run inside Execute and Finish; they may call Stop.
type Events interface {
	Begin()
	Head(*Head) Action
	Body([]byte) // the bytes are valid only during the call
	// Complete ends a message. The trailers are nil or have only fields.
	Complete(trailers *Head)
}

// Methods are the request methods that are understood, with Node's numbers: HTTP's and RTSP's.
var Methods = [...]string{
	"DELETE", "GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "TRACE", "COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND",
	"PROPPATCH", "SEARCH", "UNLOCK", "BIND", "REBIND", "UNBIND", "ACL", "REPORT", "MKACTIVITY", "CHECKOUT", "MERGE",
	"M-SEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "PATCH", "PURGE", "MKCALENDAR", "LINK", "UNLINK", "SOURCE",
	"", // HTTP/2's PRI
	"DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER", "REDIRECT", "RECORD",
	"FLUSH", "QUERY",
}

// IsHTTP says whether the method with an index is HTTP's, and not only RTSP's.
func IsHTTP(method int) bool { return method < 34 || Methods[method] == "QUERY" }

const (
	methodGet     = 1
	methodConnect = 5
	methodPRI     = 34
)

// Head is the head of a message, or its trailers.
type Head struct {
	Major, Minor uint8
	Method       uint8  // index into Methods, of a request
	Status       uint16 // of a response
	Upgrade      bool   // the head asks for another protocol
	KeepAlive    bool   // the connection can carry another message

	text   string
	url    span
	reason span
	fields []field
}

type span struct{ from, to int32 }

type field struct {
	name, value span
	folded      bool
}

func (h *Head) cut(s span) string { return h.text[s.from:s.to] }

// URL is a request's target. Like all text of a Head it is the bytes that came in.
func (h *Head) URL() string { return h.cut(h.url) }

// Reason is a response's reason phrase.
func (h *Head) Reason() string { return h.cut(h.reason) }

// Len is the number of fields.
func (h *Head) Len() int { return len(h.fields) }

// Name is a field's name.
func (h *Head) Name(i int) string { return h.cut(h.fields[i].name) }

// Field is a field's name and value.
func (h *Head) Field(i int) (name, value string) {
	f := &h.fields[i]
	value = h.cut(f.value)
	if f.folded {
		value = unfold(value)
	}
	return h.cut(f.name), value
}

// unfold joins a value that goes over several lines.
func unfold(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\r' && s[i] != '\n' {
			out = append(out, s[i])
		}
	}
	return string(out)
}
