package inspect

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// style is what a piece of output is, in the words of util.inspect.styles.
type style uint8

const (
	styleName style = iota
	styleSpecial
	styleNumber
	styleBigint
	styleBoolean
	styleUndefined
	styleNull
	styleString
	styleSymbol
	styleDate
	styleRegExp
	styleModule
)

var styleNames = [...]string{"name", "special", "number", "bigint", "boolean", "undefined", "null", "string", "symbol",
	"date", "regexp", "module"}

func styleNamed(name string) style {
	for i, n := range styleNames {
		if n == name {
			return style(i)
		}
	}
	return styleName
}

// color is the colour a style has until a script changes util.inspect.styles.
func (s style) color() string {
	switch s {
	case styleSpecial:
		return "cyan"
	case styleNumber, styleBigint, styleBoolean:
		return "yellow"
	case styleUndefined:
		return "grey"
	case styleNull:
		return "bold"
	case styleString, styleSymbol:
		return "green"
	case styleDate:
		return "magenta"
	case styleModule:
		return "underline"
	}
	return ""
}

// Color is one entry of util.inspect.colors: the SGR codes that switch it on and off.
type Color struct {
	Name    string
	On, Off int
	Alias   string // the entry that this one is another name for
}

// Colors are the entries of util.inspect.colors in their order.
func Colors() []Color {
	colors := []Color{
		{"reset", 0, 0, ""}, {"bold", 1, 22, ""}, {"dim", 2, 22, ""}, {"italic", 3, 23, ""},
		{"underline", 4, 24, ""}, {"blink", 5, 25, ""}, {"inverse", 7, 27, ""}, {"hidden", 8, 28, ""},
		{"strikethrough", 9, 29, ""}, {"doubleunderline", 21, 24, ""},
	}
	hues := []string{"Black", "Red", "Green", "Yellow", "Blue", "Magenta", "Cyan", "White"}
	for i, hue := range hues {
		colors = append(colors, Color{strings.ToLower(hue), 30 + i, 39, ""})
	}
	for i, hue := range hues {
		colors = append(colors, Color{"bg" + hue, 40 + i, 49, ""})
	}
	colors = append(colors, Color{"framed", 51, 54, ""}, Color{"overlined", 53, 55, ""}, Color{"gray", 90, 39, ""})
	for i, hue := range hues[1:] {
		colors = append(colors, Color{strings.ToLower(hue) + "Bright", 91 + i, 39, ""})
	}
	colors = append(colors, Color{"bgGray", 100, 49, ""})
	for i, hue := range hues[1:] {
		colors = append(colors, Color{"bg" + hue + "Bright", 101 + i, 49, ""})
	}
	for _, alias := range [][2]string{
		{"grey", "gray"}, {"blackBright", "gray"}, {"bgGrey", "bgGray"}, {"bgBlackBright", "bgGray"}, {"faint", "dim"},
		{"crossedout", "strikethrough"}, {"strikeThrough", "strikethrough"}, {"crossedOut", "strikethrough"},
		{"conceal", "hidden"}, {"swapColors", "inverse"}, {"swapcolors", "inverse"},
		{"doubleUnderline", "doubleunderline"},
	} {
		colors = append(colors, Color{Name: alias[0], Alias: alias[1]})
	}
	return colors
}

// paint wraps text in the codes of the colour named name, as scripts may have changed them.
func (ins *Inspector) paint(text, name string) string {
	if ins.colors != nil {
		code, ok := ins.colors.Get(name).(*goja.Object)
		if !ok {
			return text
		}
		return "\x1b[" + code.Get("0").String() + "m" + text + "\x1b[" + code.Get("1").String() + "m"
	}
	on, off := 0, 39
	switch name {
	case "bold":
		on, off = 1, 22
	case "underline":
		on, off = 4, 24
	case "red":
		on = 31
	case "green":
		on = 32
	case "yellow":
		on = 33
	case "magenta":
		on = 35
	case "cyan":
		on = 36
	case "grey":
		on = 90
	default:
		return text
	}
	return "\x1b[" + strconv.Itoa(on) + "m" + text + "\x1b[" + strconv.Itoa(off) + "m"
}

// colourize is stylize where colours are on.
func (ins *Inspector) colourize(text string, s style) string {
	if ins.styles != nil {
		switch v := ins.styles.Get(styleNames[s]).(type) {
		case nil:
			return text
		case *goja.Object:
			if highlight, ok := goja.AssertFunction(v); ok {
				return Text(must(highlight(goja.Undefined(), Value(ins.vm, text))))
			}
			return text
		default:
			if goja.IsUndefined(v) {
				return text
			}
			return ins.paint(text, v.String())
		}
	}
	if s == styleRegExp {
		return ins.highlight(text, nil)
	}
	if name := s.color(); name != "" {
		return ins.paint(text, name)
	}
	return text
}

// styled gives text its colour, by the script's own stylize function if it passed one.
func (p *printer) styled(text string, s style) string {
	if p.stylize != nil {
		v := must(p.stylize(goja.Undefined(), Value(p.vm, text), p.vm.ToValue(styleNames[s])))
		return Text(v)
	}
	if p.Colors {
		return p.colourize(text, s)
	}
	return text
}

func unstyled(text string, _ style) string { return text }

// removeColors takes colour sequences out of s, for measuring it.
func removeColors(s string) string {
	at := strings.Index(s, "\x1b[")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(s[:at])
		end := at + 2
		for end < len(s) && end < at+4 && s[end] >= '0' && s[end] <= '9' {
			end++
		}
		if end > at+2 && end < len(s) && s[end] == 'm' {
			end++
		} else {
			end = at + 2
			b.WriteString(s[at:end])
		}
		s = s[end:]
		at = strings.Index(s, "\x1b[")
	}
	b.WriteString(s)
	return b.String()
}
