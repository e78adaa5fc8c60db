package inspect

import (
	"runtime"
	"sync"
	"weak"

	"github.com/dop251/goja"
)

// origins remembers the constructors of objects that have lost their prototype. V8 knows the constructor of every
// object; here the only way to lose it is watched.
type origins struct {
	mu    sync.Mutex // entries are removed by the garbage collector
	names map[weak.Pointer[goja.Object]]string
}

func (o *origins) set(object *goja.Object, name string) {
	p := weak.Make(object)
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, known := o.names[p]; known {
		return
	}
	o.names[p] = name
	runtime.AddCleanup(object, func(p weak.Pointer[goja.Object]) {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.names, p)
	}, p)
}

func (o *origins) get(object *goja.Object) string {
	if o == nil {
		return ""
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.names[weak.Make(object)]
}

// WatchPrototypes replaces Object.setPrototypeOf and Reflect.setPrototypeOf by functions that do the same, and remember
// what an object was that gets no prototype: it is printed as "[Foo: null prototype] {}".
func (ins *Inspector) WatchPrototypes() {
	if ins.origins != nil {
		return
	}
	ins.origins = &origins{names: make(map[weak.Pointer[goja.Object]]string)}
	for _, holder := range []string{"Object", "Reflect"} {
		o := ins.vm.Get(holder).(*goja.Object)
		set, ok := goja.AssertFunction(o.Get("setPrototypeOf"))
		if !ok {
			continue
		}
		watched := ins.native("setPrototypeOf", 2, func(call goja.FunctionCall) goja.Value {
			if object, ok := call.Argument(0).(*goja.Object); ok && goja.IsNull(call.Argument(1)) {
				ins.remember(object)
			}
			return must(set(call.This, call.Arguments...))
		})
		must(nil, o.DefineDataProperty("setPrototypeOf", watched, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
}

func (ins *Inspector) remember(object *goja.Object) {
	p := printer{Inspector: ins}
	ins.attempt(func() {
		if name := p.constructorName(object, 0, nil); name.known && name.text != "Object" {
			ins.origins.set(object, name.text)
		}
	})
}
