package httpwire

import "bytes"

// header reads a byte of the fields of a head, beside those of names and values.
func (p *Parser) header(data []byte, i int) (stay bool, err *Error) {
	c := data[i]
	switch p.state {
	case sHeaders:
		if c == ' ' && !p.allows(LenientHeaders) {
			return false, p.failPast("HPE_UNEXPECTED_SPACE", "Unexpected space after start line")
		}
		if c == ' ' {
			return false, nil
		}
		p.state = sFieldStart
		return true, nil
	case sFieldStart:
		switch {
		case c == '\r':
			p.state = sHeadLF
		case c == '\n' && p.allows(LenientOptionalCRBeforeLF):
			p.state = sHeadLF
			return true, nil
		case is(c, tokenChar):
			p.state, p.mark = sField, p.at(i)
			return true, nil
		case c == '\n':
			return false, p.failPast("HPE_INVALID_HEADER_TOKEN", "Invalid header field char")
		default:
			return false, p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header token")
		}
	case sValueStart:
		if c == ' ' || c == '\t' {
			return false, nil
		}
		p.mark = p.at(i)
		p.state = sValue
		if p.subject == aboutLength && p.flags&fLength != 0 {
			return false, p.fail("HPE_UNEXPECTED_CONTENT_LENGTH", "Duplicate Content-Length")
		}
		return true, nil
	case sValueLF:
		p.state = sValueNext
		if c != '\n' {
			return false, p.fail("HPE_LF_EXPECTED", "Missing expected LF after header value")
		}
	case sValueNext:
		if c == ' ' || c == '\t' {
			if !p.allows(LenientHeaders) {
				return false, p.fail("HPE_INVALID_HEADER_TOKEN", "Unexpected whitespace after header value")
			}
			p.field.folded = true
			p.state = sValue
			return true, nil
		}
		p.state = sFieldStart
		return true, p.fieldEnd(data)
	}
	return false, nil
}

// subject is what a field is about, as far as the parser cares.
type subject uint8

const (
	aboutNothing subject = iota
	aboutLength
	aboutTransfer
	aboutConnection
	aboutUpgrade
)

func subjectOf(name []byte) subject {
	switch len(name) {
	case 14:
		if equalFold(name, "content-length") {
			return aboutLength
		}
	case 17:
		if equalFold(name, "transfer-encoding") {
			return aboutTransfer
		}
	case 10:
		if equalFold(name, "connection") {
			return aboutConnection
		}
	case 16:
		if equalFold(name, "proxy-connection") {
			return aboutConnection
		}
	case 7:
		if equalFold(name, "upgrade") {
			return aboutUpgrade
		}
	}
	return aboutNothing
}

// nameEnd deals with the byte after a field's name.
func (p *Parser) nameEnd(data []byte, i int) *Error {
	if data[i] != ':' {
		return p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header token")
	}
	end := p.at(i)
	if !p.count(end - p.mark) {
		return p.overflow()
	}
	p.field = field{name: span{int32(p.mark), int32(end)}, value: span{-1, 0}}
	p.state = sValueStart
	p.subject = aboutNothing
	if p.flags&fTrailing == 0 {
		p.subject = subjectOf(p.part(data, p.mark, end))
	}
	switch {
	case p.allows(LenientChunkedLength):
	case p.subject == aboutLength && p.flags&fTransfer != 0:
		return p.failPast("HPE_INVALID_CONTENT_LENGTH", "Content-Length can't be present with Transfer-Encoding")
	case p.subject == aboutTransfer && p.flags&fLength != 0:
		return p.failPast("HPE_INVALID_TRANSFER_ENCODING", "Transfer-Encoding can't be present with Content-Length")
	}
	return nil
}

// valueEnd deals with the byte after a line of a field's value.
func (p *Parser) valueEnd(data []byte, i int) *Error {
	end := p.at(i)
	if !p.count(end - p.mark) {
		p.past = 1
		return p.overflow()
	}
	if p.field.value.from < 0 {
		p.field.value.from = int32(p.mark)
	}
	to := end
	for to > p.mark {
		if c := p.byteAt(data, to-1); c != ' ' && c != '\t' {
			break
		}
		to--
	}
	p.field.value.to = int32(to)
	p.mark = end
	switch c := data[i]; {
	case c == '\r':
		p.state = sValueLF
	case c == '\n' && p.allows(LenientOptionalCRBeforeLF):
		p.state = sValueNext
	case c == '\n':
		return p.fail("HPE_CR_EXPECTED", "Missing expected CR after header value")
	default:
		return p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header value char")
	}
	return nil
}

func (p *Parser) byteAt(data []byte, at int) byte {
	if at < len(p.raw) {
		return p.raw[at]
	}
	return data[p.start+at-len(p.raw)]
}

// fieldEnd notes a field that has been read, and what it says about the message.
func (p *Parser) fieldEnd(data []byte) *Error {
	f := p.field
	f.value.to = max(f.value.to, f.value.from)
	p.fields = append(p.fields, f)
	if p.subject == aboutNothing {
		return nil
	}
	from := int(f.value.from)
	value := p.part(data, from, int(f.value.to))
	switch p.subject {
	case aboutLength:
		n, at, reason := number(value)
		if reason != "" {
			return p.failAt(from+at, "HPE_INVALID_CONTENT_LENGTH", reason)
		}
		p.length = n
		p.flags |= fLength
	case aboutTransfer:
		return p.transferEncoding(value, from)
	case aboutConnection:
		tokens(value, func(word []byte, _ int) {
			switch {
			case equalFold(word, "close"):
				p.flags |= fClose
			case equalFold(word, "keep-alive"):
				p.flags |= fKeepAlive
			case equalFold(word, "upgrade"):
				p.flags |= fConnectionUpgrade
			}
		})
	case aboutUpgrade:
		p.flags |= fUpgrade
	}
	return nil
}

func (p *Parser) transferEncoding(value []byte, from int) (err *Error) {
	if len(value) == 0 {
		return nil
	}
	p.flags |= fTransfer
	tokens(value, func(word []byte, at int) {
		if p.flags&fChunked != 0 && p.kind == Request && !p.allows(LenientTransferEncoding) && err == nil {
			err = p.failAt(from+max(at, 1), "HPE_INVALID_TRANSFER_ENCODING", "Invalid `Transfer-Encoding` header value")
		}
		p.flags &^= fChunked // it is only where it comes last
		if equalFold(word, "chunked") {
			p.flags |= fChunked
		}
	})
	return err
}

// number reads the digits of a Content-Length. at is where they are wrong, if there is a reason.
func number(b []byte) (n uint64, at int, reason string) {
	if len(b) == 0 {
		return 0, len("\r\n"), "Empty Content-Length"
	}
	for i, c := range b {
		if c == ' ' {
			continue // of which none can be at the end
		}
		if !is(c, digitChar) || i > 0 && b[i-1] == ' ' {
			return 0, i, "Invalid character in Content-Length"
		}
		if n > (maxLength-uint64(c-'0'))/10 {
			return 0, i + 1, "Content-Length overflow"
		}
		n = n*10 + uint64(c-'0')
	}
	return n, 0, ""
}

// tokens calls f with each of the comma-separated words of a value, and where it begins.
func tokens(b []byte, f func(word []byte, at int)) {
	at := 0
	for {
		i := bytes.IndexByte(b, ',')
		if i < 0 {
			f(trim(b), at)
			return
		}
		f(trim(b[:i]), at)
		b, at = b[i+1:], at+i+1
	}
}
