package inspect

import (
	"math"
	"slices"
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
func (p *printer) join(entries []text, base string, braces [2]string, of list, depth float64, value *goja.Object) text {
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
			if !slices.ContainsFunc(entries, text.multiline) && p.fits(entries, start, base) {
				return leaf(before + braces[0] + " " + oneLine(entries) + " " + braces[1])
			}
		}
	}
	return p.lines(before+braces[0], entries, p.newline(0)+braces[1])
}

func (p *printer) newline(indent int) string { return "\n" + spaces(p.indent+indent) }

// lines puts each entry on a line of its own.
func (p *printer) lines(opening string, entries []text, closing string) text {
	start := p.newline(2)
	separator := "," + start
	pieces := make([]text, 0, 2*len(entries)+2)
	pieces = append(pieces, leaf(opening))
	for i, e := range entries {
		if i == 0 {
			pieces = append(pieces, leaf(start), e)
		} else {
			pieces = append(pieces, leaf(separator), e)
		}
	}
	return cat(append(pieces, leaf(closing))...)
}

func oneLine(entries []text) string {
	var b strings.Builder
	for i, e := range entries {
		if i > 0 {
			b.WriteString(", ")
		}
		e.write(&b)
	}
	return b.String()
}

// joinLegacy is the style of compact: true: the first entry stands right after the brace.
func (p *printer) joinLegacy(entries []text, base string, braces [2]string) text {
	after := ""
	if base != "" {
		after = " " + base
	}
	if p.fits(entries, 0, base) {
		return leaf(braces[0] + after + " " + oneLine(entries) + " " + braces[1])
	}
	indentation := p.newline(0)
	first := " "
	if base != "" || len(braces[0]) != 1 {
		first = after + indentation + "  "
	}
	pieces := []text{leaf(braces[0] + first)}
	for i, e := range entries {
		if i > 0 {
			pieces = append(pieces, leaf(","+indentation+"  "))
		}
		pieces = append(pieces, e)
	}
	return cat(append(pieces, leaf(" "+braces[1]))...)
}

// fits tells whether entries stand on one line of which start columns are taken.
func (p *printer) fits(entries []text, start int, base string) bool {
	total := len(entries) + start
	if float64(total+len(entries)) > p.BreakLength {
		return false
	}
	for _, e := range entries {
		const longest = 3 // bytes of a UTF-16 unit
		if p.Colors {
			total += length(removeColors(e.String()))
		} else if float64(total+e.size/longest) > p.BreakLength {
			return false
		} else {
			total += length(e.String())
		}
		if float64(total) > p.BreakLength {
			return false
		}
	}
	return base == "" || strings.IndexByte(base, '\n') < 0
}

// columns lines up the short entries of a long array, numbers to the right. It returns entries as they are where
// that would not look good.
func (p *printer) columns(entries []text, value *goja.Object) []text {
	const separator = 2 // ", "
	n := len(entries)
	if p.MaxArrayLength < float64(n) {
		n-- // "... more items" stays below
	}
	widths := make([]int, n)
	total, longest := 0, 0
	for i := range widths {
		widths[i] = textWidth(entries[i].String(), p.Colors)
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
	rows := make([]text, 0, n/perLine+2)
	for i := 0; i < n; i += perLine {
		var b strings.Builder
		last := min(i+perLine, n) - 1
		for j := i; j < last; j++ {
			gap := spaces(cells[j-i] - widths[j] - separator)
			if right {
				b.WriteString(gap)
			}
			entries[j].write(&b)
			b.WriteString(", ")
			if !right {
				b.WriteString(gap)
			}
		}
		if right {
			b.WriteString(spaces(cells[last-i] - widths[last] - separator))
		}
		entries[last].write(&b)
		rows = append(rows, leaf(b.String()))
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
