package deepequal

import (
	"slices"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
)

// keys are the properties of the expected value that are compared.
type keys struct {
	names   []string
	symbols []*goja.Symbol
}

// allNames lists the enumerable names of o.
func allNames(o *goja.Object) []string { return o.Keys() }

// extraNames lists the enumerable names of an array or typed array but for its indices.
func extraNames(o *goja.Object) []string {
	if kind.Of(o) != kind.Proxy && !kind.HasExtraNames(o) {
		return nil
	}
	return slices.DeleteFunc(o.Keys(), isIndex)
}

func isIndex(name string) bool {
	n, err := strconv.ParseUint(name, 10, 32)
	return err == nil && n < 1<<32-1 && strconv.FormatUint(n, 10) == name
}

// own tells whether o has a property of this name itself, and whether it is enumerable.
func own(o *goja.Object, name string) (has, enumerable bool) {
	if slices.Contains(o.Keys(), name) {
		return true, true
	}
	return slices.Contains(o.GetOwnPropertyNames(), name), false
}

// sameKeys tells whether both objects have the same properties, or in Partial mode whether x has all of y's, and lists
// them.
func (c *comparison) sameKeys(x, y *goja.Object, list func(*goja.Object) []string) (keys, bool) {
	k := keys{names: list(y)}
	nx := list(x)
	if c.mode != Partial && len(k.names) != len(nx) {
		return k, false
	}
	if !slices.Equal(k.names, nx) {
		have := make(map[string]bool, len(nx))
		for _, name := range nx {
			have[name] = true
		}
		for _, name := range k.names {
			if !have[name] {
				return k, false
			}
		}
	}
	if c.mode == Loose {
		return k, true
	}
	k.symbols = y.Symbols()
	sx := x.Symbols()
	if c.mode != Partial && len(sx) != len(k.symbols) {
		return k, false
	}
	for _, sym := range k.symbols {
		if !slices.Contains(sx, sym) {
			return k, false
		}
	}
	return k, true
}

// properties compares the values of the listed properties.
func (c *comparison) properties(x, y *goja.Object, k keys) bool {
	for _, name := range k.names {
		if !c.equal(x.Get(name), y.Get(name)) {
			return false
		}
	}
	for _, sym := range k.symbols {
		if !c.equal(x.GetSymbol(sym), y.GetSymbol(sym)) {
			return false
		}
	}
	return true
}
