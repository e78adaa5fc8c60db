package util

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/validate"
)

// parseEnv reads the text of a .env file.
func (l *library) parseEnv(c goja.FunctionCall) goja.Value {
	content := validate.String(l.vm, c.Argument(0), "content")
	o := l.vm.CreateObject(nil)
	for _, v := range parseEnv(content) {
		l.must(o.Set(v.name, v.value))
	}
	return o
}

type variable struct{ name, value string }

// parseEnv lists the variables of a .env file in their order; one may occur twice.
func parseEnv(text string) (list []variable) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for text = trim(text); text != ""; text = trim(text) {
		line, rest, _ := strings.Cut(text, "\n")
		if text[0] == '#' {
			text = rest
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			text = rest
			continue
		}
		name = trim(strings.TrimPrefix(trim(name), "export "))
		if name == "" {
			text = rest
			continue
		}
		after := strings.TrimLeft(text[len(line)-len(value):], " \t")
		if after == "" || after[0] == '\n' {
			list = append(list, variable{name, ""})
			text = rest
			continue
		}
		if q := after[0]; q == '"' || q == '\'' || q == '`' {
			if end := strings.IndexByte(after[1:], q); end >= 0 {
				quoted := after[1 : 1+end]
				if q == '"' {
					quoted = strings.ReplaceAll(quoted, `\n`, "\n")
				}
				list = append(list, variable{name, quoted})
				_, text, _ = strings.Cut(after[end+2:], "\n")
				continue
			}
		}
		value, _, _ = strings.Cut(value, "#")
		list = append(list, variable{name, trim(value)})
		text = rest
	}
	return list
}

func trim(s string) string { return strings.Trim(s, " \t\n\v\f\r") }
