package httpwire

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
	case sExtensionName, sExtensionValue:
		of := "name"
		if p.state == sExtensionValue {
			of = "value"
		}
		switch {
		case end:
			return p.extensionEnd(c, i, of)
		case c == '=' && of == "name":
			p.state = sExtensionValue
		case c == '"' && of == "value":
			p.state = sQuoted
		case !is(c, tokenChar):
			return p.failPast("HPE_STRICT", "Invalid character in chunk extensions "+of)
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
