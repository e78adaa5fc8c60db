package httpwire

import "bytes"

var get = []byte("GET ")

// Limits that are not the caller's to choose.
const (
	maxExtensions = 16 << 10 // bytes of a chunk's extensions
	maxSpare      = 64 << 10 // bytes of a head beside what counts against its limit: white space
	maxLength     = 1<<64 - 1
)

type state uint8

const (
	sIdle state = iota // before a message
	sMethod
	sTarget // white space before the URL
	sURLStart
	sScheme
	sSchemeSlash
	sServer
	sURL
	sVersionStart // white space before the version of a request
	sProtocol
	sMajor
	sDot
	sMinor
	sRequestEnd
	sRequestLF
	sPreface // of HTTP/2
	sStatusSpace
	sStatus
	sStatusEnd
	sReason
	sReasonLF
	sHeaders
	sFieldStart
	sField
	sValueStart
	sValue
	sValueLF
	sValueNext
	sHeadLF
	sFixed
	sUntilEOF
	sChunkStart
	sChunkSize
	sChunkSpace
	sExtension // after its semicolon
	sExtensionName
	sExtensionValue
	sQuoted
	sQuotedPair
	sQuoteEnd
	sChunkLF
	sChunkData
	sChunkCR
	sChunkDataLF
	sClosed
	sOver // upgraded
)

type flags uint16

const (
	fLength flags = 1 << iota
	fTransfer
	fChunked
	fClose
	fKeepAlive
	fConnectionUpgrade
	fUpgrade
	fSkipBody
	fTrailing
)

// Parser reads messages, one after the other. The zero value is of no use: Reset it first.
type Parser struct {
	events  Events
	kind    Kind
	lenient Lenient
	limit   int // of a head's URL, reason and fields

	state   state
	flags   flags
	stopped bool
	err     *Error
	past    int // 1 where the byte that is wrong counts as read
	errAt   int // where in the present bytes it is, if not at the last

	raw        []byte // of the head, from earlier calls of Execute
	word       []byte // of a method or a protocol, of earlier bytes
	start      int    // where in the present bytes the head goes on
	mark       int    // where in the head the present part begins
	head       Head
	fields     []field
	field      field
	subject    subject
	counted    int // bytes of the head that count against the limit
	extensions int
	digits     int
	left       uint64 // bytes of the body or the chunk that are still to come
	length     uint64 // Content-Length
}

// Reset makes the parser as new. limit is how large a head may be.
func (p *Parser) Reset(kind Kind, lenient Lenient, limit int, events Events) {
	*p = Parser{events: events, kind: kind, lenient: lenient, limit: limit, errAt: -1, raw: p.raw[:0], word: p.word[:0], fields: p.fields[:0]}
}

// Stop makes Execute return after the present event.
func (p *Parser) Stop() { p.stopped = true }

// Idle says whether the parser is between two messages.
func (p *Parser) Idle() bool { return p.state == sIdle || p.state == sClosed }

func (p *Parser) fail(code, reason string) *Error {
	p.err = &Error{code, reason}
	return p.err
}

// failPast is fail where the byte that is wrong counts as read.
func (p *Parser) failPast(code, reason string) *Error {
	p.past = 1
	return p.fail(code, reason)
}

// failAt is fail where what is wrong is at a place in the head.
func (p *Parser) failAt(at int, code, reason string) *Error {
	p.errAt = max(0, at-len(p.raw)+p.start)
	return p.fail(code, reason)
}

func (p *Parser) allows(l Lenient) bool { return p.lenient&l != 0 }

// begin starts a message at data[i].
func (p *Parser) begin(i int) {
	p.flags, p.length = 0, 0
	p.startHead(i)
	p.head = Head{}
	p.extensions = 0
	p.events.Begin()
}

func (p *Parser) startHead(i int) {
	p.raw, p.fields, p.word = p.raw[:0], p.fields[:0], p.word[:0]
	p.start, p.counted = i, 0
}

// at is the place in the head of the present bytes' i.
func (p *Parser) at(i int) int { return len(p.raw) + i - p.start }

// part is the bytes of the head from one place to another.
func (p *Parser) part(data []byte, from, to int) []byte {
	n := len(p.raw)
	switch {
	case from >= n:
		return data[p.start+from-n : p.start+to-n]
	case to <= n:
		return p.raw[from:to]
	}
	return append(append([]byte(nil), p.raw[from:]...), data[p.start:p.start+to-n]...)
}

// count adds bytes to what the limit is for.
func (p *Parser) count(n int) bool {
	p.counted += n
	return p.counted < p.limit
}

func (p *Parser) overflow() *Error { return p.fail("HPE_HEADER_OVERFLOW", "Header overflow") }

// Execute reads data. It returns how many bytes are read: fewer than all where there is an error, where the protocol
// has changed (Upgraded), or after Stop. After an error it returns the same one again.
func (p *Parser) Execute(data []byte) (n int, err *Error) {
	if p.err != nil {
		return 0, p.err
	}
	p.stopped = false
	p.start = 0
	n, err = p.run(data)
	if err == nil && p.inHead() {
		if rest := data[min(p.start, n):n]; len(p.raw)+len(rest) > p.limit+maxSpare {
			return n, p.overflow()
		} else if p.raw = append(p.raw, rest...); p.inPart() && p.counted+len(p.raw)-p.mark >= p.limit {
			return n, p.overflow()
		}
	}
	return n, err
}

// Upgraded says whether the parser has ended because what follows is no HTTP.
func (p *Parser) Upgraded() bool { return p.state == sOver }

// inHead says whether the present state is one of a head that has begun.
func (p *Parser) inHead() bool { return p.state > sMethod && p.state <= sHeadLF }

func (p *Parser) inPart() bool {
	switch p.state {
	case sURL, sScheme, sSchemeSlash, sServer, sReason, sField, sValue:
		return true
	}
	return false
}

// Finish says that nothing more comes.
func (p *Parser) Finish() *Error {
	switch {
	case p.err != nil: // told before
		return nil
	case p.state == sIdle, p.state == sClosed, p.state == sOver:
		return nil
	case p.state == sUntilEOF:
		p.state = sClosed
		p.events.Complete(nil)
		return nil
	}
	return p.fail("HPE_INVALID_EOF_STATE", "Invalid EOF state")
}

func (p *Parser) run(data []byte) (int, *Error) {
	for i := 0; i < len(data); {
		c := data[i]
		var err *Error
		switch p.state {
		case sIdle:
			if c == '\r' || c == '\n' {
				i++
				continue
			}
			p.begin(i)
			if p.kind == Request {
				p.state = sMethod
			} else {
				p.state = sProtocol
			}
			if p.stopped {
				return i, nil
			}
		case sMethod:
			if len(p.word) == 0 && bytes.HasPrefix(data[i:], get) {
				p.head.Method, p.state = methodGet, sTarget
				i += len(get)
				p.startHead(i)
				continue
			}
			if err = p.method(c); err == nil {
				i++
				if p.state == sTarget {
					p.startHead(i)
				}
			}
		case sTarget:
			if c != ' ' {
				p.mark = p.at(i)
				p.state = sURLStart
				continue
			}
			i++
		case sURLStart, sScheme, sSchemeSlash, sServer:
			if err = p.urlStart(c); err == nil && p.state == sURL && !is(c, urlChar) {
				continue // it ends here
			}
			if err == nil {
				i++
			}
		case sURL:
			for i < len(data) && is(data[i], urlChar) {
				i++
			}
			if i == len(data) {
				return i, nil
			}
			if err = p.urlEnd(data, i); err == nil {
				i++
			}
		case sValue:
			for i < len(data) && is(data[i], valueChar) {
				i++
			}
			if i == len(data) {
				return i, nil
			}
			if p.allows(LenientHeaders) && data[i] != '\r' && data[i] != '\n' {
				i++
				continue
			}
			if err = p.valueEnd(data, i); err == nil {
				i++
			}
		case sField:
			for i < len(data) && is(data[i], tokenChar) {
				i++
			}
			if i == len(data) {
				return i, nil
			}
			if err = p.nameEnd(data, i); err == nil {
				i++
			}
		case sFixed, sChunkData:
			part := data[i:]
			if uint64(len(part)) > p.left {
				part = part[:p.left]
			}
			i += len(part)
			if p.left -= uint64(len(part)); p.left == 0 {
				if p.state == sChunkData {
					p.state = sChunkCR
				} else {
					p.flags |= fSkipBody // nothing is left but its end
				}
			}
			p.events.Body(part)
			if p.flags&fSkipBody != 0 && p.state == sFixed {
				p.complete(nil)
			}
			if p.stopped || p.state == sOver {
				return i, nil
			}
		case sUntilEOF:
			p.events.Body(data[i:])
			return len(data), nil
		case sHeadLF:
			if c != '\n' && !p.allows(LenientOptionalLFAfterCR) {
				err = p.fail("HPE_STRICT", "Expected LF after headers")
				break
			}
			if c == '\n' {
				i++
			}
			if err = p.headEnd(data, i); err != nil {
				return i, err
			}
			if p.stopped || p.state == sOver {
				return i, nil
			}
		case sClosed:
			if c != '\r' && c != '\n' {
				if !p.allows(LenientDataAfterClose) {
					err = p.failPast("HPE_CLOSED_CONNECTION", "Data after `Connection: close`")
					break
				}
				i = len(data)
				continue
			}
			i++
		case sOver:
			return i, nil
		default:
			var stay bool
			switch {
			case p.state < sHeaders:
				stay, err = p.startLine(data, i)
			case p.state < sFixed:
				stay, err = p.header(data, i)
			default:
				stay, err = p.chunk(c, i)
			}
			if !stay && err == nil {
				i++
			}
		}
		if err != nil {
			if p.errAt >= 0 {
				return p.errAt, err
			}
			return i + p.past, err
		}
	}
	return len(data), nil
}

// complete ends a message.
func (p *Parser) complete(trailers *Head) {
	p.state = sClosed
	if p.keepAlive() || p.allows(LenientKeepAlive) {
		p.state = sIdle
	}
	p.raw = p.raw[:0]
	p.events.Complete(trailers)
}

// finishHead makes the text of a head that ends before data[i].
func (p *Parser) finishHead(h *Head, data []byte, i int) {
	if len(p.raw) == 0 {
		h.text = string(data[p.start:i])
	} else {
		h.text = string(append(p.raw, data[p.start:i]...))
	}
	h.fields = append([]field(nil), p.fields...)
	p.raw = p.raw[:0]
	p.start = i
}

// headEnd deals with the end of a head, or of trailers, at data[i].
func (p *Parser) headEnd(data []byte, i int) *Error {
	if p.flags&fTrailing != 0 {
		var trailers *Head
		if len(p.fields) > 0 {
			trailers = new(Head)
			p.finishHead(trailers, data, i)
		}
		p.complete(trailers)
		return nil
	}
	head := p.head
	h := &head
	p.finishHead(h, data, i)
	h.Upgrade = p.flags&(fUpgrade|fConnectionUpgrade) == fUpgrade|fConnectionUpgrade
	if p.kind == Request {
		h.Upgrade = h.Upgrade || h.Method == methodConnect
	} else {
		h.Upgrade = h.Upgrade && h.Status == 101
	}
	h.KeepAlive = p.keepAlive()
	p.state = sOver // until it is known what follows
	action := p.events.Head(h)
	if action == SkipBody {
		p.flags |= fSkipBody
	}
	switch {
	case p.stopped:
	case action == Upgrade, p.kind == Response && h.Status == 101:
		p.events.Complete(nil)
	case p.flags&fSkipBody != 0, p.kind == Response && bodiless(h.Status):
		p.complete(nil)
	case p.flags&fChunked != 0:
		p.state, p.digits, p.left = sChunkStart, 0, 0
	case p.flags&fTransfer != 0 && p.kind == Request && !p.allows(LenientChunkedLength) && !p.allows(LenientTransferEncoding):
		return p.fail("HPE_INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`")
	case p.flags&fTransfer != 0, p.flags&fLength == 0 && p.kind == Response:
		p.state = sUntilEOF
	case p.length == 0:
		p.complete(nil)
	default:
		p.state, p.left = sFixed, p.length
	}
	return nil
}

func bodiless(status uint16) bool { return status/100 == 1 || status == 204 || status == 304 }

// keepAlive says whether the connection can be used after the message.
func (p *Parser) keepAlive() bool {
	if p.head.Major > 0 && p.head.Minor > 0 {
		if p.flags&fClose != 0 {
			return false
		}
	} else if p.flags&fKeepAlive == 0 {
		return false
	}
	// It cannot where only its end ends the message.
	if p.kind == Request || bodiless(p.head.Status) || p.flags&fSkipBody != 0 {
		return true
	}
	if p.flags&fTransfer != 0 && p.flags&fChunked == 0 {
		return false
	}
	return p.flags&(fChunked|fLength) != 0
}
