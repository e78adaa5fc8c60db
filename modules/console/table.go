package console

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/validate"
)

// table prints rows of data in columns.
func (p *printer) table(c goja.FunctionCall) {
	data, ok := c.Argument(0).(*goja.Object)
	if !ok || jsconv.IsCallable(data) {
		p.callLog(c.Arguments[:min(1, len(c.Arguments))]...)
		return
	}
	var only []string
	if v := c.Argument(1); !goja.IsUndefined(v) {
		list := validate.Array(p.vm, v, "properties")
		_ = p.vm.ExportTo(list, &only)
	}
	t := &grid{only: only}
	switch k := kind.Of(data); k {
	case kind.Map, kind.Set:
		p.entries(t, kind.MapEntries(data), k == kind.Map)
	case kind.MapIterator:
		entries, inPairs := kind.IteratorEntries(data)
		p.entries(t, entries, inPairs)
	case kind.SetIterator:
		entries, _ := kind.IteratorEntries(data)
		p.entries(t, entries, false)
	default:
		t.index = "(index)"
		for _, key := range data.Keys() {
			t.add(key)
			p.row(t, data.Get(key))
		}
	}
	p.callLog(p.vm.ToValue(t.String()))
}

// entries adds what a map, a set or an iterator holds: values, or keys and values in
// turn.
func (p *printer) entries(t *grid, entries []goja.Value, inPairs bool) {
	t.index = "(iteration index)"
	t.values = true
	step := 1
	if inPairs {
		step = 2
		t.column("Key")
	}
	for i := 0; i < len(entries); i += step {
		t.add(strconv.Itoa(i / step))
		if inPairs {
			t.set("Key", p.cell(entries[i]))
		}
		t.value(p.cell(entries[i+step-1]))
	}
}

// row adds the properties of one entry, or the entry itself if it has none.
func (p *printer) row(t *grid, v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		for _, k := range t.only {
			t.set(k, "")
		}
		if t.only == nil {
			t.value(p.cell(v))
		}
		return
	}
	keys := t.only
	if keys == nil {
		keys = o.Keys()
	}
	for _, k := range keys {
		if t.only != nil {
			t.column(k)
			if !slices.Contains(o.GetOwnPropertyNames(), k) {
				continue
			}
		}
		t.set(k, p.cell(o.Get(k)))
	}
}

// cell renders a value in one line, one level deep.
func (p *printer) cell(v goja.Value) string {
	opts := inspect.DefaultOptions()
	opts.MaxArrayLength = 3
	opts.BreakLength = 1 << 30
	opts.Colors = p.colors(stdout)
	opts.Depth = 0
	if o, ok := v.(*goja.Object); ok && o.ClassName() != "Array" && !jsconv.IsCallable(o) && len(o.Keys()) > 2 {
		opts.Depth = -1
	}
	return p.env.Inspector().Inspect(v, opts)
}

// grid is the table being built.
type grid struct {
	index   string
	only    []string // the columns that were asked for, nil for all
	columns []string
	values  bool // there is a column "Values"
	rows    []gridRow
}

type gridRow struct {
	name  string
	cells map[string]string
	value string
}

func (t *grid) add(name string) {
	t.rows = append(t.rows, gridRow{name: name, cells: map[string]string{}})
}

func (t *grid) column(name string) {
	for _, c := range t.columns {
		if c == name {
			return
		}
	}
	t.columns = append(t.columns, name)
}

func (t *grid) set(column, text string) {
	t.column(column)
	t.rows[len(t.rows)-1].cells[column] = text
}

func (t *grid) value(text string) {
	t.values = true
	t.rows[len(t.rows)-1].value = text
}

func (t *grid) String() string {
	head := append([]string{t.index}, t.columns...)
	if t.values {
		head = append(head, "Values")
	}
	lines := [][]string{}
	for _, r := range t.rows {
		l := []string{r.name}
		for _, c := range t.columns {
			l = append(l, r.cells[c])
		}
		if t.values {
			l = append(l, r.value)
		}
		lines = append(lines, l)
	}
	widths := make([]int, len(head))
	for _, l := range append([][]string{head}, lines...) {
		for i, cell := range l {
			widths[i] = max(widths[i], inspect.Width(cell)+2)
		}
	}
	var b strings.Builder
	rule := func(left, middle, right string) {
		for i, w := range widths {
			if i == 0 {
				b.WriteString(left)
			} else {
				b.WriteString(middle)
			}
			b.WriteString(strings.Repeat("─", w))
		}
		b.WriteString(right)
	}
	row := func(cells []string) {
		for i, cell := range cells {
			b.WriteString("│ " + cell + strings.Repeat(" ", widths[i]-inspect.Width(cell)-1))
		}
		b.WriteString("│\n")
	}
	rule("┌", "┬", "┐\n")
	row(head)
	rule("├", "┼", "┤\n")
	for _, l := range lines {
		row(l)
	}
	rule("└", "┴", "┘")
	return b.String()
}
