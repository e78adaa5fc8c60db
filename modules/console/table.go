package console

import (
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
	if !ok {
		p.callLog(c.Arguments[:min(1, len(c.Arguments))]...)
		return
	}
	var only []string
	if v := c.Argument(1); !goja.IsUndefined(v) {
		list := validate.Array(p.vm, v, "properties")
		_ = p.vm.ExportTo(list, &only)
	}
	t := &grid{only: only}
	switch kind.Of(data) {
	case kind.Map, kind.MapIterator:
		t.index = "(iteration index)"
		p.mapRows(t, data)
	case kind.Set, kind.SetIterator:
		t.index = "(iteration index)"
		i := 0
		p.vm.ForOf(data, func(v goja.Value) bool {
			t.add(strconv.Itoa(i))
			t.value(p.cell(v))
			i++
			return true
		})
	default:
		t.index = "(index)"
		for _, key := range data.Keys() {
			t.add(key)
			p.row(t, data.Get(key))
		}
	}
	p.callLog(p.vm.ToValue(t.String()))
}

func (p *printer) mapRows(t *grid, m *goja.Object) {
	i := 0
	t.columns = append(t.columns, "Key")
	p.vm.ForOf(m, func(v goja.Value) bool {
		t.add(strconv.Itoa(i))
		pair, ok := v.(*goja.Object)
		if !ok || pair.ClassName() != "Array" { // the keys() or values() of a map
			t.value(p.cell(v))
		} else {
			t.set("Key", p.cell(pair.Get("0")))
			t.value(p.cell(pair.Get("1")))
		}
		i++
		return true
	})
}

// row adds the properties of one entry, or the entry itself if it has none.
func (p *printer) row(t *grid, v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || jsconv.IsCallable(o) {
		t.value(p.cell(v))
		return
	}
	keys := t.only
	if keys == nil {
		keys = o.Keys()
	}
	for _, k := range keys {
		if t.only != nil {
			t.column(k)
			if own := o.Get(k); own == nil {
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
	if o, ok := v.(*goja.Object); ok && len(o.Keys()) <= 2 && !jsconv.IsCallable(o) {
		opts.Depth = 1
	} else if ok {
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
