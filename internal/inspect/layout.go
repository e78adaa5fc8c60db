package inspect

import (
	"math"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// list tells the entries of an array from those of an object.
type list bool

const (
	listObject list = false
	listArray  list = true
)

// join puts entries between braces: on one line where the options allow it, else one below the other. base stands
// before the opening brace, depth is the level of the entries, value the array they are of, if any.
func (p *printer) join(entries []string, base string, braces [2]string, of list, depth float64, value *goja.Object) string {
	if p.Compact == CompactLegacy {
		return p.joinLegacy(entries, base, braces)
	}
	before := ""
	if base != "" {
		before = base + " "
	}
	if p.Compact >= 1 {
		n := len(entries)
		if of == listArray && n > 6 {
			entries = p.columns(entries, value)
		}
		if p.depth-depth < float64(p.Compact) && n == len(entries) {
			// The innermost levels go on one line if they fit, and nothing in them took several.
			start := n + p.indent + length(braces[0]) + length(base) + 10
			if p.fits(entries, start, base) {
				line := strings.Join(entries, ", ")
				if strings.IndexByte(line, '\n') < 0 {
					return before + braces[0] + " " + line + " " + braces[1]
				}
			}
		}
	}
	return before + braces[0] + p.lines(entries) + p.newline(0) + braces[1]
}

func (p *printer) newline(indent int) string { return "\n" + spaces(p.indent+indent) }

func (p *printer) lines(entries []string) string {
	start := p.newline(2)
	n := len(start)
	for _, e := range entries {
		n += len(e) + len(start) + 1
	}
	var b strings.Builder
	b.Grow(n)
	for i, e := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(start)
		b.WriteString(e)
	}
	return b.String()
}

// joinLegacy is the style of compact: true: the first entry stands right after the brace.
func (p *printer) joinLegacy(entries []string, base string, braces [2]string) string {
	after := ""
	if base != "" {
		after = " " + base
	}
	if p.fits(entries, 0, base) {
		return braces[0] + after + " " + strings.Join(entries, ", ") + " " + braces[1]
	}
	indentation := p.newline(0)
	first := " "
	if base != "" || len(braces[0]) != 1 {
		first = after + indentation + "  "
	}
	return braces[0] + first + strings.Join(entries, ","+indentation+"  ") + " " + braces[1]
}

// fits tells whether entries stand on one line of which start columns are taken.
func (p *printer) fits(entries []string, start int, base string) bool {
	total := len(entries) + start
	if float64(total+len(entries)) > p.BreakLength {
		return false
	}
	for _, e := range entries {
		const longest = 3 // bytes of a UTF-16 unit
		if p.Colors {
			e = removeColors(e)
		} else if float64(total+len(e)/longest) > p.BreakLength {
			return false
		}
		total += length(e)
		if float64(total) > p.BreakLength {
			return false
		}
	}
	return base == "" || strings.IndexByte(base, '\n') < 0
}

// columns lines up the short entries of a long array, numbers to the right. It returns entries as they are where
// that would not look good.
func (p *printer) columns(entries []string, value *goja.Object) []string {
	const separator = 2 // ", "
	n := len(entries)
	if p.MaxArrayLength < float64(n) {
		n-- // "... more items" stays below
	}
	widths := make([]int, n)
	total, longest := 0, 0
	for i := range widths {
		widths[i] = textWidth(entries[i], p.Colors)
		total += widths[i] + separator
		longest = max(longest, widths[i])
	}
	cell := longest + separator
	if float64(cell*3+p.indent) >= p.BreakLength ||
		float64(total)/float64(cell) <= 5 && longest > 6 {
		return entries
	}
	// As many columns as make the block about two and a half times as wide as it is high, the usual proportion of a
	// character, with some allowance for entries of different width.
	const proportion = 2.5
	bias := math.Sqrt(float64(cell) - float64(total)/float64(len(entries)))
	biased := math.Max(float64(cell)-3-bias, 1)
	count := min(
		math.Floor(math.Sqrt(proportion*biased*float64(n))/biased+0.5),
		math.Floor((p.BreakLength-float64(p.indent))/float64(cell)),
		float64(p.Compact*4),
		15,
	)
	if count <= 1 {
		return entries
	}
	perLine := int(count)
	cells := make([]int, perLine)
	for i := range cells {
		for j := i; j < n; j += perLine {
			cells[i] = max(cells[i], widths[j])
		}
		cells[i] += separator
	}
	right := value == nil || onlyNumbers(value, len(entries))
	rows := make([]string, 0, n/perLine+2)
	for i := 0; i < n; i += perLine {
		var b strings.Builder
		last := min(i+perLine, n) - 1
		for j := i; j < last; j++ {
			gap := spaces(cells[j-i] - widths[j] - separator)
			if right {
				b.WriteString(gap)
			}
			b.WriteString(entries[j])
			b.WriteString(", ")
			if !right {
				b.WriteString(gap)
			}
		}
		if right {
			b.WriteString(spaces(cells[last-i] - widths[last] - separator))
		}
		b.WriteString(entries[last])
		rows = append(rows, b.String())
	}
	if n < len(entries) {
		rows = append(rows, entries[n])
	}
	return rows
}

// onlyNumbers tells whether the first n elements of an array are numbers or bigints.
func onlyNumbers(array *goja.Object, n int) bool {
	for i := 0; i < n; i++ {
		v := array.Get(strconv.Itoa(i))
		if v == nil || !goja.IsNumber(v) && !goja.IsBigInt(v) {
			return false
		}
	}
	return true
}
