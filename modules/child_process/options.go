package childprocess

import "github.com/dop251/goja"

// options is an options object as Node sees it after { ...options }: own enumerable properties only, so that nothing in
// Object.prototype has a say in what is started.
type options map[string]goja.Value

func optionsOf(o *goja.Object) options {
	keys := o.Keys()
	out := make(options, len(keys))
	for _, k := range keys {
		out[k] = orUndefined(o.Get(k))
	}
	return out
}

// get returns undefined for an option that is not there.
func (o options) get(name string) goja.Value { return orUndefined(o[name]) }

// with returns the value of an option, or otherwise where it is not there at all; an explicit undefined is there.
func (o options) with(name string, otherwise goja.Value) goja.Value {
	if v, ok := o[name]; ok {
		return v
	}
	return otherwise
}
