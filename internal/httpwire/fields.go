package httpwire

// header reads a byte of the fields of a head, beside those of names and values.
func (p *Parser) header(data []byte, i int) (stay bool, err *Error) {
	c := data[i]
	switch p.state {
	case sHeaders:
		if c == ' ' && !p.allows(LenientHeaders) {
			return false, p.fail("HPE_INVALID_HEADER_TOKEN", "Unexpected space after start line")
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
		default:
			return false, p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header token")
		}
	case sValueStart:
		if c == ' ' || c == '\t' {
			return false, nil
		}
		p.mark = p.at(i)
		p.state = sValue
		return true, nil
	case sValueLF:
		p.state = sValueNext
		if c != '\n' {
			if !p.allows(LenientOptionalLFAfterCR) {
				return false, p.fail("HPE_LF_EXPECTED", "Missing expected LF after header value")
			}
			return true, nil
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

// nameEnd deals with the byte after a field's name.
func (p *Parser) nameEnd(c byte, i int) *Error {
	if c != ':' {
		return p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header token")
	}
	end := p.at(i)
	if !p.count(end - p.mark) {
		return p.overflow()
	}
	p.field = field{name: span{int32(p.mark), int32(end)}, value: span{-1, 0}}
	p.state = sValueStart
	return nil
}

// valueEnd deals with the byte after a line of a field's value.
func (p *Parser) valueEnd(data []byte, i int) *Error {
	end := p.at(i)
	if !p.count(end - p.mark) {
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
	if f.value.to < f.value.from {
		f.value.to = f.value.from
	}
	p.fields = append(p.fields, f)
	if p.flags&fTrailing != 0 {
		return nil
	}
	name := p.part(data, int(f.name.from), int(f.name.to))
	value := func() []byte { return p.part(data, int(f.value.from), int(f.value.to)) }
	switch {
	case equalFold(name, "content-length"):
		return p.contentLength(value())
	case equalFold(name, "transfer-encoding"):
		return p.transferEncoding(value())
	case equalFold(name, "connection"), equalFold(name, "proxy-connection"):
		tokens(value(), func(word []byte) {
			switch {
			case equalFold(word, "close"):
				p.flags |= fClose
			case equalFold(word, "keep-alive"):
				p.flags |= fKeepAlive
			case equalFold(word, "upgrade"):
				p.flags |= fConnectionUpgrade
			}
		})
	case equalFold(name, "upgrade"):
		p.flags |= fUpgrade
	}
	return nil
}

func (p *Parser) contentLength(value []byte) *Error {
	if p.flags&fLength != 0 {
		return p.fail("HPE_UNEXPECTED_CONTENT_LENGTH", "Content-Length already present")
	}
	if p.flags&fTransfer != 0 && !p.allows(LenientChunkedLength) {
		return p.fail("HPE_INVALID_CONTENT_LENGTH", "Content-Length can't be present with Transfer-Encoding")
	}
	n, reason := number(value)
	if reason != "" {
		return p.fail("HPE_INVALID_CONTENT_LENGTH", reason)
	}
	p.length = n
	p.flags |= fLength
	return nil
}

func (p *Parser) transferEncoding(value []byte) (err *Error) {
	if p.flags&fLength != 0 && !p.allows(LenientChunkedLength) {
		return p.fail("HPE_INVALID_TRANSFER_ENCODING", "Transfer-Encoding can't be present with Content-Length")
	}
	p.flags |= fTransfer
	tokens(value, func(word []byte) {
		if p.flags&fChunked != 0 && p.kind == Request && !p.allows(LenientTransferEncoding) && err == nil {
			err = p.fail("HPE_INVALID_TRANSFER_ENCODING", "Invalid `Transfer-Encoding` header value")
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
				return false, p.fail("HPE_INVALID_CHUNK_SIZE", "Chunk size overflow")
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
	case sExtension, sQuoted, sQuotedPair:
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
		return p.fail("HPE_CR_EXPECTED", "Missing expected CR after chunk size")
	case c == ';':
		p.state = sExtension
	case (c == ' ' || c == '\t') && p.allows(LenientSpacesAfterChunkSize):
		p.state = sChunkSpace
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
	switch p.state {
	case sQuotedPair:
		p.state = sQuoted
		if !is(c, valueChar) {
			return p.fail("HPE_STRICT", "Invalid quoted-pair in chunk extensions quoted value")
		}
		return nil
	case sQuoted:
		switch {
		case c == '"':
			p.state = sExtension
		case c == '\\':
			p.state = sQuotedPair
		case !is(c, valueChar):
			return p.fail("HPE_STRICT", "Invalid character in chunk extensions quoted value")
		}
		return nil
	}
	switch {
	case c == '\r':
		p.state = sChunkLF
	case c == '\n' && p.allows(LenientOptionalCRBeforeLF):
		p.chunkBegins(i + 1)
	case c == '"':
		p.state = sQuoted
	case c == '\n':
		return p.fail("HPE_CR_EXPECTED", "Missing expected CR after chunk extension name")
	case c == ';' || c == '=' || is(c, tokenChar):
	default:
		return p.fail("HPE_STRICT", "Invalid character in chunk extensions")
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
