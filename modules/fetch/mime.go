package fetch

import (
	"encoding/base64"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/weburl"
)

// mediaType is a MIME type as the standard parses it (MIME Sniffing: parsing a MIME type).
type mediaType struct {
	essence    string
	parameters []string // names and values in turn
}

const whiteSpace = "\t\n\r "

func parseMediaType(text string) (m mediaType, ok bool) {
	text = strings.Trim(text, whiteSpace)
	essence, rest, _ := strings.Cut(text, ";")
	kind, subtype, slash := strings.Cut(essence, "/")
	subtype = strings.TrimRight(subtype, whiteSpace)
	if !slash || !isToken(kind) || !isToken(subtype) {
		return mediaType{}, false
	}
	m.essence = strings.ToLower(kind + "/" + subtype)
	for rest != "" {
		rest = strings.TrimLeft(rest, whiteSpace)
		end := strings.IndexAny(rest, ";=")
		if end < 0 {
			break
		}
		name := strings.ToLower(rest[:end])
		if rest[end] == ';' {
			rest = rest[end+1:]
			continue
		}
		rest = rest[end+1:]
		var value string
		if strings.HasPrefix(rest, `"`) {
			value, rest = quoted(rest)
			_, rest, _ = strings.Cut(rest, ";")
		} else {
			value, rest, _ = strings.Cut(rest, ";")
			if value = strings.TrimRight(value, whiteSpace); value == "" {
				continue
			}
		}
		if isToken(name) && parameterText(value) && !m.has(name) {
			m.parameters = append(m.parameters, name, value)
		}
	}
	return m, true
}

// quoted reads the quoted string that text begins with.
func quoted(text string) (value, rest string) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return b.String(), text[i+1:]
		case text[i] == '\\' && i+1 < len(text):
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String(), ""
}

func parameterText(s string) bool {
	for _, r := range s {
		if r != '\t' && (r < ' ' || r == 0x7f || r > 0xff) {
			return false
		}
	}
	return true
}

func (m mediaType) has(name string) bool {
	for i := 0; i < len(m.parameters); i += 2 {
		if m.parameters[i] == name {
			return true
		}
	}
	return false
}

// parameter is the value of a parameter, empty if there is none.
func (m mediaType) parameter(name string) string {
	for i := 0; i < len(m.parameters); i += 2 {
		if m.parameters[i] == name {
			return m.parameters[i+1]
		}
	}
	return ""
}

func (m mediaType) String() string {
	var b strings.Builder
	b.WriteString(m.essence)
	for i := 0; i < len(m.parameters); i += 2 {
		b.WriteString(";" + m.parameters[i] + "=")
		if value := m.parameters[i+1]; isToken(value) {
			b.WriteString(value)
		} else {
			b.WriteString(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`)
		}
	}
	return b.String()
}

// extractType finds the type that a Content-Type field means, which may have several values (Fetch: extract a MIME type).
func extractType(field string) (found mediaType, ok bool) {
	charset := ""
	for _, value := range splitField(field) {
		m, valid := parseMediaType(value)
		if !valid || m.essence == "*/*" {
			continue
		}
		if !ok || m.essence != found.essence {
			charset = m.parameter("charset")
		} else if charset != "" && m.parameter("charset") == "" {
			m.parameters = append(m.parameters, "charset", charset)
		}
		found, ok = m, true
	}
	return found, ok
}

// splitField splits at the commas outside quotes.
func splitField(field string) (values []string) {
	start, inside := 0, false
	for i := 0; i < len(field); i++ {
		switch {
		case field[i] == '"':
			inside = !inside
		case field[i] == '\\' && inside:
			i++
		case field[i] == ',' && !inside:
			values, start = append(values, field[start:i]), i+1
		}
	}
	return append(values, field[start:])
}

// parseDataURL gives the type and the bytes of a data: URL (Fetch: data: URL processor).
func parseDataURL(href string) (m mediaType, body []byte, ok bool) {
	href, _, _ = strings.Cut(href, "#")
	header, data, comma := strings.Cut(strings.TrimPrefix(href, "data:"), ",")
	if !comma {
		return mediaType{}, nil, false
	}
	header = strings.Trim(header, whiteSpace)
	body = []byte(weburl.Decode(data))
	if i := strings.LastIndexByte(header, ';'); i >= 0 && strings.EqualFold(strings.TrimLeft(header[i+1:], " "), "base64") {
		header = header[:i]
		if body, ok = forgivingBase64(string(body)); !ok {
			return mediaType{}, nil, false
		}
	}
	if strings.HasPrefix(header, ";") {
		header = "text/plain" + header
	}
	if m, ok = parseMediaType(header); !ok {
		m = mediaType{"text/plain", []string{"charset", "US-ASCII"}}
	}
	return m, body, true
}

// forgivingBase64 decodes with or without white space and padding (Infra: forgiving-base64 decode).
func forgivingBase64(text string) ([]byte, bool) {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t\n\f\r ", r) {
			return -1
		}
		return r
	}, text)
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	b, err := base64.RawStdEncoding.DecodeString(text)
	return b, err == nil
}

func (w *world) mimeFunctions(x *goja.Object) {
	vm := w.vm
	// extractType(field) is { text, list }: the type as text, and as [essence, parameter, value, ...].
	jsconv.Export(vm, x, "extractType", 1, func(c goja.FunctionCall) goja.Value {
		m, ok := extractType(c.Argument(0).String())
		if !ok {
			return goja.Undefined()
		}
		o := vm.NewObject()
		_ = o.Set("text", m.String())
		list := []any{m.essence}
		for _, p := range m.parameters {
			list = append(list, p)
		}
		_ = o.Set("list", vm.NewArray(list...))
		return o
	})
	// dataURL(href) is [type, bytes].
	jsconv.Export(vm, x, "dataURL", 1, func(c goja.FunctionCall) goja.Value {
		m, body, ok := parseDataURL(c.Argument(0).String())
		if !ok {
			return goja.Undefined()
		}
		return vm.NewArray(m.String(), w.env.NewBuffer(body))
	})
}
