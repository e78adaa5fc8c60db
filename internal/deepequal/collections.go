package deepequal

import (
	"slices"
	"strconv"

	"github.com/dop251/goja"
)

func element(o *goja.Object, i int) goja.Value { return o.Get(strconv.Itoa(i)) }

// arrays compares elements; a hole equals a hole only.
func (c *comparison) arrays(x, y *goja.Object) bool {
	if c.mode == Partial {
		vx, vy := elements(x), elements(y)
		return contains(len(vx), len(vy), func(i, j int) bool { return c.equal(vx[i], vy[j]) })
	}
	for i, n := 0, arrayLength(y); i < n; i++ {
		vx, vy := element(x, i), element(y, i)
		if vx == nil && vy == nil && i+64 < n && i > 0 {
			return c.sparse(x, y)
		}
		if isUndefined(vx) || isUndefined(vy) {
			// A hole is no undefined element.
			name := strconv.Itoa(i)
			hx, hy := hasElement(x, name), hasElement(y, name)
			if hx != hy {
				return false
			}
		}
		if !c.equal(vx, vy) {
			return false
		}
	}
	return true
}

func isUndefined(v goja.Value) bool { return v == nil || goja.IsUndefined(v) }

func hasElement(o *goja.Object, name string) bool {
	if o.Get(name) == nil {
		return false
	}
	has, _ := own(o, name)
	return has
}

// sparse compares arrays of many holes by the elements that they have.
func (c *comparison) sparse(x, y *goja.Object) bool {
	names := y.Keys()
	return slices.Equal(x.Keys(), names) && c.properties(x, y, keys{names: names})
}

// elements are an array's, holes left out.
func elements(o *goja.Object) []goja.Value {
	n := arrayLength(o)
	list := make([]goja.Value, 0, min(n, 1024))
	for i := 0; i < n; i++ {
		v := element(o, i)
		if v == nil {
			for _, name := range o.Keys() {
				if at, _ := strconv.Atoi(name); at > i && isIndex(name) {
					list = append(list, o.Get(name))
				}
			}
			break
		}
		list = append(list, v)
	}
	return list
}

// contains tells whether a sequence of ny elements is part of one of nx, in order but with gaps.
func contains(nx, ny int, same func(i, j int) bool) bool {
	i := 0
	for j := 0; j < ny; j++ {
		for ; ; i++ {
			if i >= nx {
				return false
			}
			if same(i, j) {
				break
			}
		}
		i++
	}
	return true
}

// identity is a map key that is the same for values that are the same to a Set.
func identity(v goja.Value) any {
	switch v := v.(type) {
	case *goja.Object:
		return v
	case *goja.Symbol:
		return v
	}
	type text struct{ kind, text string }
	switch {
	case goja.IsString(v):
		return text{"string", v.ToString().(goja.String).String()}
	case goja.IsNumber(v):
		if isNaN(v) {
			return text{"number", "NaN"}
		}
		return v.ToFloat() + 0
	case goja.IsBigInt(v):
		return text{"bigint", v.String()}
	}
	return text{"other", v.String()}
}

func isObject(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && plain(o) != nil
}

// sets compares the elements of sets: those that the other one has are equal, the rest is searched for pairwise.
func (c *comparison) sets(x, y []goja.Value) bool {
	inX, inY := index(x, 1), index(y, 1)
	var rest []goja.Value // elements of x that need a partner
	for _, v := range x {
		if _, ok := inY[identity(v)]; ok {
			continue
		}
		if c.mode != Partial && !isObject(v) && !c.mayHaveLoose(v) {
			return false
		}
		rest = append(rest, v)
	}
	for _, v := range y {
		if _, ok := inX[identity(v)]; ok {
			continue
		}
		if !isObject(v) && !c.mayHaveLoose(v) {
			return false
		}
		at := slices.IndexFunc(rest, func(other goja.Value) bool { return c.equal(other, v) })
		if at < 0 {
			return false
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return len(rest) == 0 || c.mode == Partial
}

// mayHaveLoose tells whether a primitive that is not in the other collection may still equal something there.
func (c *comparison) mayHaveLoose(v goja.Value) bool {
	if c.mode != Loose {
		return false
	}
	_, isSymbol := v.(*goja.Symbol)
	return !isSymbol && !isNaN(v)
}

// index maps the identities of every step-th value to its place.
func index(values []goja.Value, step int) map[any]int {
	m := make(map[any]int, len(values)/step)
	for i := 0; i < len(values); i += step {
		m[identity(values[i])] = i
	}
	return m
}

// maps compares entries, given as keys and values in turn.
func (c *comparison) maps(x, y []goja.Value) bool {
	inX, inY := index(x, 2), index(y, 2)
	var rest []int // entries of x that need a partner
	for i := 0; i < len(x); i += 2 {
		key := x[i]
		j, ok := inY[identity(key)]
		if ok && c.equal(x[i+1], y[j+1]) {
			continue
		}
		if !isObject(key) && (c.mode == Strict || c.mode == SkipPrototype || c.mode == Partial && ok || c.mode == Loose && !c.mayHaveLoose(key)) {
			return false
		}
		rest = append(rest, i)
	}
	for j := 0; j < len(y); j += 2 {
		key := y[j]
		if i, ok := inX[identity(key)]; ok && c.equal(x[i+1], y[j+1]) {
			continue
		}
		if !isObject(key) && !c.mayHaveLoose(key) {
			return false
		}
		at := slices.IndexFunc(rest, func(i int) bool { return c.equal(x[i], key) && c.equal(x[i+1], y[j+1]) })
		if at < 0 {
			return false
		}
		rest = slices.Delete(rest, at, at+1)
	}
	return len(rest) == 0 || c.mode == Partial
}
