package httpwire

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

// chunk reads a byte between the data of chunks. stay means that the byte is still to be read.
func (p *Parser) chunk(c byte, i int) (stay bool, err *Error) {
	switch p.state {
	case sChunkStart, sChunkSize:
		digit, ok := hex(c)
		if ok {
			if p.left > maxLength>>4 {
				return false, p.failPast("HPE_INVALID_CHUNK_SIZE", "Chunk size overflow")
			}
			p.left = p.left<<4 | digit
			p.state = sChunkSize
			return false, nil
		}
		if p.state == sChunkStart {
			return false, p.fail("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size")
		}
		return false, p.sizeEnd(c, i)
	case sChunkSpace:
		if c == ' ' || c == '\t' {
			return false, nil
		}
		return false, p.sizeEnd(c, i)
	case sExtension, sExtensionName, sExtensionValue, sQuoted, sQuotedPair, sQuoteEnd:
		return false, p.extension(c, i)
	case sChunkLF:
		if c != '\n' {
			if !p.allows(LenientOptionalLFAfterCR) {
				return false, p.fail("HPE_STRICT", "Expected LF after chunk size")
			}
			p.chunkBegins(i)
			return true, nil
		}
		p.chunkBegins(i + 1)
	case sChunkCR:
		switch {
		case c == '\r':
			p.state = sChunkDataLF
		case c == '\n' && p.allows(LenientOptionalCRBeforeLF):
			p.state = sChunkStart
		case c == '\n' && !p.allows(LenientOptionalCRLFAfterChunk):
			return false, p.failPast("HPE_CR_EXPECTED", "Missing expected CR after chunk data")
		case p.allows(LenientOptionalCRLFAfterChunk):
			p.state = sChunkStart
			return true, nil
		default:
			return false, p.fail("HPE_STRICT", "Expected LF after chunk data")
		}
	case sChunkDataLF:
		p.state = sChunkStart
		if c != '\n' {
			if !p.allows(LenientOptionalLFAfterCR) {
				return false, p.fail("HPE_STRICT", "Expected LF after chunk data")
			}
			return true, nil
		}
	}
	return false, nil
}

func hex(c byte) (uint64, bool) {
	switch l := lower(c); {
	case is(c, digitChar):
		return uint64(c - '0'), true
	case l >= 'a' && l <= 'f':
		return uint64(l-'a') + 10, true
	}
	return 0, false
}

// sizeEnd deals with the byte after a chunk's size.
func (p *Parser) sizeEnd(c byte, i int) *Error {
	switch {
	case c == '\r':
		p.state = sChunkLF
	case c == '\n' && p.allows(LenientOptionalCRBeforeLF):
		p.chunkBegins(i + 1)
	case c == '\n':
		return p.failPast("HPE_CR_EXPECTED", "Missing expected CR after chunk size")
	case c == ';':
		p.state = sExtension
	case c == ' ' && p.allows(LenientSpacesAfterChunkSize):
		p.state = sChunkSpace
	case c == ' ':
		return p.failPast("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size")
	default:
		return p.fail("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size")
	}
	return nil
}

// extension reads a byte of what follows the semicolon after a chunk's size.
func (p *Parser) extension(c byte, i int) *Error {
	if p.extensions++; p.extensions > maxExtensions {
		return p.fail("HPE_CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow")
	}
	end := c == '\r' || c == '\n' || c == ';'
	switch p.state {
	case sExtension:
		if !is(c, tokenChar) && c != '=' {
			return p.failPast("HPE_STRICT", "Invalid character in chunk extensions")
		}
		p.state = sExtensionName
	case sExtensionName:
		switch {
		case end:
			return p.extensionEnd(c, i, "name")
		case c == '=':
			p.state = sExtensionValue
		case !is(c, tokenChar):
			return p.failPast("HPE_STRICT", "Invalid character in chunk extensions name")
		}
	case sExtensionValue:
		switch {
		case end:
			return p.extensionEnd(c, i, "value")
		case c == '"':
			p.state = sQuoted
		case !is(c, tokenChar):
			return p.failPast("HPE_STRICT", "Invalid character in chunk extensions value")
		}
	case sQuotedPair:
		p.state = sQuoted
		if !is(c, valueChar) {
			return p.failPast("HPE_STRICT", "Invalid quoted-pair in chunk extensions quoted value")
		}
	case sQuoted:
		switch {
		case c == '"':
			p.state = sQuoteEnd
		case c == '\\':
			p.state = sQuotedPair
		case !is(c, valueChar):
			return p.failPast("HPE_STRICT", "Invalid character in chunk extensions quoted value")
		}
	case sQuoteEnd:
		if !end {
			return p.fail("HPE_STRICT", "Invalid character in chunk extensions quote value")
		}
		return p.extensionEnd(c, i, "value")
	}
	return nil
}

// extensionEnd deals with the byte after the name or the value of an extension.
func (p *Parser) extensionEnd(c byte, i int, of string) *Error {
	switch {
	case c == ';':
		p.state = sExtension
	case c == '\r':
		p.state = sChunkLF
	case p.allows(LenientOptionalCRBeforeLF):
		p.chunkBegins(i + 1)
	default:
		return p.fail("HPE_CR_EXPECTED", "Missing expected CR after chunk extension "+of)
	}
	return nil
}

// chunkBegins comes after the line with a chunk's size; i is where the trailers begin, if it is the last.
func (p *Parser) chunkBegins(i int) {
	p.digits, p.extensions = 0, 0
	if p.left > 0 {
		p.state = sChunkData
		return
	}
	p.flags |= fTrailing
	p.startHead(i)
	p.state = sFieldStart
}
