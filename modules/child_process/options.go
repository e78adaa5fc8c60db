package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// options is an options object as Node sees it after { ...options }: own enumerable properties only, so that nothing in
// Object.prototype has a say in what is started. There are few of them.
type options []option

type option struct {
	name  string
	value goja.Value
}

func optionsOf(o *goja.Object) (out options) {
	if p, ok := slots.PlainOf(o); ok {
		names := p.Names()
		out = make(options, 0, len(names))
		for _, n := range names {
			v, accessor := p.Own(n)
			if accessor {
				return gotOptions(o)
			}
			if v != nil {
				out = append(out, option{n.String(), v})
			}
		}
		return out
	}
	return gotOptions(o)
}

// gotOptions is optionsOf where getting a property may run JavaScript.
func gotOptions(o *goja.Object) (out options) {
	for _, k := range o.Keys() {
		out.set(k, orUndefined(o.Get(k)))
	}
	return out
}

// find returns nil for an option that is not there.
func (o options) find(name string) goja.Value {
	for i := range o {
		if o[i].name == name {
			return o[i].value
		}
	}
	return nil
}

// get returns undefined for an option that is not there.
func (o options) get(name string) goja.Value { return orUndefined(o.find(name)) }

// with returns the value of an option, or otherwise where it is not there at all; an explicit undefined is there.
func (o options) with(name string, otherwise goja.Value) goja.Value {
	if v := o.find(name); v != nil {
		return v
	}
	return otherwise
}

func (o *options) set(name string, v goja.Value) {
	for i := range *o {
		if (*o)[i].name == name {
			(*o)[i].value = v
			return
		}
	}
	*o = append(*o, option{name, v})
}
