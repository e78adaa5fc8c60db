package fetch

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// part is one entry of a form. Its value are the bytes from start to end.
type part struct {
	name, filename string
	file           bool
	contentType    string
	start, end     int
}

// parseMultipart reads a multipart/form-data body. wrong says what is wrong with it.
func parseMultipart(body []byte, boundary string) (parts []part, wrong string) {
	if len(boundary) < 1 || len(boundary) > 70 {
		return nil, "invalid boundary"
	}
	mark := []byte("--" + boundary)
	at := bytes.Index(body, mark)
	if at < 0 {
		return nil, "no boundary found in multipart body"
	}
	for {
		at += len(mark)
		switch rest := body[at:]; {
		case bytes.HasPrefix(rest, []byte("--")) && (len(rest) == 2 || bytes.HasPrefix(rest[2:], []byte("\r\n"))):
			return parts, ""
		case !bytes.HasPrefix(rest, []byte("\r\n")):
			return nil, "expected CRLF"
		}
		at += 2
		p, size, wrong := parsePart(body[at:])
		if wrong != "" {
			return nil, wrong
		}
		p.start = at + size
		length := bytes.Index(body[p.start:], append([]byte("\r\n"), mark...))
		if length < 0 {
			return nil, "expected boundary after body"
		}
		p.end = p.start + length
		parts = append(parts, p)
		at = p.end + 2
	}
}

// parsePart reads the fields of a part; size is what they take, with the empty line after them.
func parsePart(text []byte) (p part, size int, wrong string) {
	named := false
	for {
		line, _, found := bytes.Cut(text[size:], []byte("\r\n"))
		if !found {
			return p, 0, "invalid header"
		}
		size += len(line) + 2
		if len(line) == 0 {
			break
		}
		name, value, colon := strings.Cut(string(line), ":")
		if !colon || !isToken(name) {
			return p, 0, "invalid header"
		}
		value = strings.Trim(value, " \t")
		switch strings.ToLower(name) {
		case "content-disposition":
			if named = p.disposition(value); !named {
				return p, 0, "invalid content-disposition header"
			}
		case "content-type":
			p.contentType = value
		}
	}
	if !named {
		return p, 0, "header name is null"
	}
	if p.file && p.contentType == "" {
		p.contentType = "text/plain"
	}
	return p, size, ""
}

func (p *part) disposition(value string) (named bool) {
	kind, rest, _ := strings.Cut(value, ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "form-data") {
		return false
	}
	for rest != "" {
		name, after, equals := strings.Cut(strings.TrimLeft(rest, " \t"), "=")
		if !equals {
			break
		}
		var text string
		if strings.HasPrefix(after, `"`) {
			end := strings.IndexByte(after[1:], '"')
			if end < 0 {
				return false
			}
			text = strings.NewReplacer("%0A", "\n", "%0a", "\n", "%0D", "\r", "%0d", "\r", "%22", `"`).Replace(after[1 : end+1])
			_, rest, _ = strings.Cut(after[end+2:], ";")
		} else {
			text, rest, _ = strings.Cut(after, ";")
		}
		switch strings.ToLower(name) {
		case "name":
			p.name, named = text, true
		case "filename":
			p.filename, p.file = text, true
		}
	}
	return named
}

func (w *world) bodyFunctions(x *goja.Object) {
	vm := w.vm
	// parseMultipart(bytes, boundary) is a list of [name, filename or null, type, start, end], or says what is wrong.
	jsconv.Export(vm, x, "parseMultipart", 2, func(c goja.FunctionCall) goja.Value {
		body, _ := jsconv.Bytes(c.Argument(0))
		parts, wrong := parseMultipart(body, c.Argument(1).String())
		if wrong != "" {
			return vm.ToValue(wrong)
		}
		list := make([]any, len(parts))
		for i, p := range parts {
			var filename any
			if p.file {
				filename = strings.ToValidUTF8(p.filename, "\ufffd")
			}
			list[i] = vm.NewArray(strings.ToValidUTF8(p.name, "\ufffd"), filename, p.contentType, p.start, p.end)
		}
		return vm.NewArray(list...)
	})
	// hasIntegrity(bytes, metadata) tells whether bytes are those that integrity metadata describe.
	jsconv.Export(vm, x, "hasIntegrity", 2, func(c goja.FunctionCall) goja.Value {
		body, _ := jsconv.Bytes(c.Argument(0))
		return vm.ToValue(hasIntegrity(body, c.Argument(1).String()))
	})
}

// hasIntegrity is the check of Subresource Integrity: of the strongest hashes that are given one must match.
func hasIntegrity(body []byte, metadata string) bool {
	strongest, match := "", true
	for _, item := range strings.Fields(metadata) {
		item, _, _ = strings.Cut(item, "?")
		name, want, _ := strings.Cut(item, "-")
		name = strings.ToLower(name)
		var sum []byte
		switch name {
		case "sha256":
			s := sha256.Sum256(body)
			sum = s[:]
		case "sha384":
			s := sha512.Sum384(body)
			sum = s[:]
		case "sha512":
			s := sha512.Sum512(body)
			sum = s[:]
		default:
			continue
		}
		if name < strongest {
			continue
		}
		if name > strongest {
			strongest, match = name, false
		}
		want = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(want, "="))
		match = match || want == base64.RawStdEncoding.EncodeToString(sum)
	}
	return match
}
