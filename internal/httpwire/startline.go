package httpwire

import "strings"

// What a client begins with that speaks HTTP/2 and nothing else: a method, and what follows the version.
const (
	pri     = "PRI"
	preface = "\r\n\r\nSM\r\n\r\n"
)

// method reads a byte of a request's method.
func (p *Parser) method(c byte) *Error {
	if c == ' ' && string(p.word) == pri {
		p.head.Method, p.state = methodPRI, sTarget
		return nil
	}
	if c == ' ' {
		for i, m := range Methods {
			if m != "" && string(p.word) == m {
				p.head.Method = uint8(i)
				p.state = sTarget
				return nil
			}
		}
		return p.fail("HPE_INVALID_METHOD", "Invalid method encountered")
	}
	p.word = append(p.word, c)
	if strings.HasPrefix(pri, string(p.word)) {
		return nil
	}
	whole := false
	for _, m := range Methods {
		if strings.HasPrefix(m, string(p.word)) {
			return nil
		}
		whole = whole || m == string(p.word[:len(p.word)-1]) && m != ""
	}
	if whole {
		return p.fail("HPE_INVALID_METHOD", "Expected space after method")
	}
	return p.fail("HPE_INVALID_METHOD", "Invalid method encountered")
}

// urlStart reads a byte of a URL before its path.
func (p *Parser) urlStart(c byte) *Error {
	letter := lower(c) >= 'a' && lower(c) <= 'z'
	blank := c == ' ' || c == '\r' || c == '\n'
	switch {
	case p.state == sServer && (c == '/' || c == '?' || blank):
		p.state = sURL
	case p.state == sServer && is(c, serverChar):
	case p.state == sServer:
		return p.fail("HPE_INVALID_URL", "Unexpected char in url server")
	case p.state == sURLStart && p.head.Method == methodConnect && is(c, serverChar):
		p.state = sServer
	case p.state == sURLStart && (c == '/' || c == '*'):
		p.state = sURL
	case p.state == sURLStart && letter:
		p.state = sScheme
	case p.state == sScheme && letter:
	case p.state == sScheme && c == ':':
		p.state, p.digits = sSchemeSlash, 0
	case p.state == sSchemeSlash && c == '/':
		if p.digits++; p.digits == 2 {
			p.state = sServer
		}
	case blank:
		return p.failPast("HPE_INVALID_URL", "Invalid characters in url")
	case p.state == sURLStart:
		return p.fail("HPE_INVALID_URL", "Unexpected start char in url")
	default:
		return p.fail("HPE_INVALID_URL", "Unexpected char in url schema")
	}
	return nil
}

// urlEnd deals with the byte after a URL.
func (p *Parser) urlEnd(data []byte, i int) *Error {
	end := p.at(i)
	p.head.url = span{int32(p.mark), int32(end)}
	if !p.count(end - p.mark) {
		return p.overflow()
	}
	switch c := data[i]; c {
	case ' ':
		p.state = sVersionStart
	case '\r': // as before HTTP/1.0
		p.head.Major, p.head.Minor, p.state = 0, 9, sRequestLF
	case '\n':
		p.head.Major, p.head.Minor, p.state = 0, 9, sHeaders
	case '\t', '\f':
		return p.failPast("HPE_INVALID_URL", "Invalid characters in url")
	default:
		return p.fail("HPE_INVALID_URL", "Invalid char in url path")
	}
	return nil
}

// expect compares c with the next byte of the protocol's name.
func (p *Parser) expect(c byte) (done, ok bool) {
	p.word = append(p.word, c)
	for _, name := range [...]string{"HTTP/", "RTSP/", "ICE/"} {
		if strings.HasPrefix(name, string(p.word)) {
			return len(p.word) == len(name), true
		}
	}
	return false, false
}

// startLine reads a byte of the first line, beside method and URL. stay means that the byte is still to be read.
func (p *Parser) startLine(data []byte, i int) (stay bool, err *Error) {
	c := data[i]
	switch p.state {
	case sVersionStart:
		if c == ' ' {
			return false, nil
		}
		p.word = p.word[:0]
		p.state = sProtocol
		return true, nil
	case sProtocol:
		done, ok := p.expect(c)
		switch {
		case !ok:
			return false, p.fail("HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/")
		case done:
			p.state = sMajor
		}
	case sMajor:
		if !is(c, digitChar) {
			return false, p.fail("HPE_INVALID_VERSION", "Invalid major version")
		}
		p.head.Major, p.state = c-'0', sDot
	case sDot:
		if c != '.' {
			return false, p.fail("HPE_INVALID_VERSION", "Expected dot")
		}
		p.state = sMinor
	case sMinor:
		if !is(c, digitChar) {
			return false, p.fail("HPE_INVALID_VERSION", "Invalid minor version")
		}
		p.head.Minor = c - '0'
		switch [2]uint8{p.head.Major, p.head.Minor} {
		case [2]uint8{0, 9}, [2]uint8{1, 0}, [2]uint8{1, 1}, [2]uint8{2, 0}:
		default:
			if !p.allows(LenientVersion) {
				return false, p.failPast("HPE_INVALID_VERSION", "Invalid HTTP version")
			}
		}
		switch p.state = sRequestEnd; {
		case p.kind == Response:
			p.state = sStatusSpace
		case p.head.Method == methodPRI:
			p.state, p.digits = sPreface, 0
		}
	case sPreface:
		if c != preface[p.digits] {
			return false, p.fail("HPE_INVALID_VERSION", "Expected HTTP/2 Connection Preface")
		}
		if p.digits++; p.digits == len(preface) {
			return false, p.failPast("HPE_PAUSED_H2_UPGRADE", "Pause on PRI/Upgrade")
		}
	case sRequestEnd:
		switch {
		case c == '\r':
			p.state = sRequestLF
		case c == '\n' && p.allows(LenientOptionalCRBeforeLF):
			p.state = sHeaders
		default:
			if c == '\n' {
				return false, p.failPast("HPE_INVALID_VERSION", "Expected CRLF after version")
			}
			return false, p.fail("HPE_INVALID_VERSION", "Expected CRLF after version")
		}
	case sRequestLF:
		p.state = sHeaders
		if c != '\n' {
			if !p.allows(LenientOptionalLFAfterCR) {
				return false, p.fail("HPE_STRICT", "Expected CRLF after version")
			}
			return true, nil
		}
	default:
		return p.statusLine(c, i)
	}
	return false, nil
}

// statusLine reads a byte of what follows the version of a response.
func (p *Parser) statusLine(c byte, i int) (stay bool, err *Error) {
	switch p.state {
	case sStatusSpace:
		if c != ' ' {
			return false, p.fail("HPE_INVALID_VERSION", "Expected space after version")
		}
		p.startHead(i + 1)
		p.state, p.digits = sStatus, 0
	case sStatus:
		if !is(c, digitChar) {
			return false, p.fail("HPE_INVALID_STATUS", "Invalid status code")
		}
		p.head.Status = p.head.Status*10 + uint16(c-'0')
		if p.digits++; p.digits == 3 {
			p.state = sStatusEnd
		}
	case sStatusEnd:
		switch c {
		case ' ':
			p.state, p.mark = sReason, p.at(i+1)
		case '\r', '\n':
			p.state, p.mark = sReason, p.at(i)
			return true, nil
		default:
			return false, p.fail("HPE_INVALID_STATUS", "Invalid response status")
		}
	case sReason:
		if c != '\r' && c != '\n' {
			return false, nil
		}
		p.head.reason = span{int32(p.mark), int32(p.at(i))}
		if !p.count(p.at(i) - p.mark) {
			return false, p.overflow()
		}
		p.state = sReasonLF
		if c == '\n' {
			if !p.allows(LenientOptionalCRBeforeLF) {
				return false, p.failPast("HPE_CR_EXPECTED", "Missing expected CR after response line")
			}
			p.state = sHeaders
		}
	case sReasonLF:
		p.state = sHeaders
		if c != '\n' {
			if !p.allows(LenientOptionalLFAfterCR) {
				return false, p.fail("HPE_STRICT", "Expected LF after CR")
			}
			return true, nil
		}
	}
	return false, nil
}
