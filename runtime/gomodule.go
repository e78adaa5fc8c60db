package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"reflect"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// WithGo offers a Go value to require under a name: a function as the module itself, a struct or a map with its members
// as the exports. Declare writes the TypeScript declarations of the same.
//
//   - A function's error, its last result, is thrown; one with a method Code() string has that code, one of the operating
//     system's is as Node has it. Several other results are an array. A first parameter that is a context.Context is not
//     the script's to give: it is done when the Runtime is. A wrong argument is ERR_INVALID_ARG_TYPE.
//   - Functions run on the goroutine that runs the script, and it waits; one wrapped in Async gives a promise.
//   - Of a struct, or a pointer to one, exported fields and methods are members, in lower camel case: ReadAll is readAll.
//     Fields can be assigned if it is a pointer.
//   - []byte is a Buffer, time.Time a Date, *big.Int a BigInt, an io.Reader a stream.Readable, an io.Writer a stream.Writable and what is
//     both a Duplex (an io.Closer is closed with it), a channel an async iterator, an error an Error. Other values are copied.
//   - Parameters of Async functions may be an io.Reader, for a stream, and a channel, for an async iterable or an iterable:
//     it is closed at the end, and after an error.
func WithGo(name string, value any) Option {
	return WithModule(modules.Module{Name: name, Load: func(env *modules.Env, module *goja.Object) {
		_ = module.Set("exports", (&gophers{env, env.VM}).value(reflect.ValueOf(value)))
	}})
}

// Async makes a function that WithGo offers one that gives a promise: it runs on a goroutine of its own, and may block. If
// it takes a context, that is done when the Runtime is. What it is given are copies.
func Async(f any) any {
	if reflect.TypeOf(f).Kind() != reflect.Func {
		panic("runtime.Async: not a function")
	}
	return async{f}
}

type async struct{ f any }

// goValue is what a Go value is for scripts.
func (r *Runtime) goValue(v any) goja.Value {
	return (&gophers{r.env, r.vm}).value(reflect.ValueOf(v))
}

// gophers makes JavaScript values of Go's and the other way round.
type gophers struct {
	env *modules.Env
	vm  *goja.Runtime
}

var (
	asyncType   = reflect.TypeFor[async]()
	contextType = reflect.TypeFor[context.Context]()
	errorType   = reflect.TypeFor[error]()
	bytesType   = reflect.TypeFor[[]byte]()
	timeType    = reflect.TypeFor[time.Time]()
	readerType  = reflect.TypeFor[io.Reader]()
	writerType  = reflect.TypeFor[io.Writer]()
	bigType     = reflect.TypeFor[*big.Int]()
	jsType      = reflect.TypeFor[goja.Value]()
)

func (g *gophers) value(v reflect.Value) goja.Value {
	if !v.IsValid() {
		return goja.Null()
	}
	t := v.Type()
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		if v.IsNil() {
			return goja.Null()
		}
	}
	switch {
	case t.Implements(jsType):
		return v.Interface().(goja.Value)
	case t == bigType:
		return g.vm.ToValue(v.Interface())
	case t == asyncType:
		return g.function(reflect.ValueOf(v.Interface().(async).f), true)
	case t.Kind() == reflect.Interface:
		return g.value(v.Elem())
	case t.Implements(errorType):
		return g.error(v.Interface().(error))
	case t == timeType:
		date, err := g.vm.New(g.vm.Get("Date"), g.vm.ToValue(v.Interface().(time.Time).UnixMilli()))
		if err != nil {
			panic(err)
		}
		return date
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return g.env.NewBuffer(append([]byte(nil), v.Bytes()...))
	case t.Implements(readerType), t.Implements(writerType):
		return g.stream(v.Interface())
	}
	switch t.Kind() {
	case reflect.Func:
		return g.function(v, false)
	case reflect.Chan:
		return g.iterator(v)
	case reflect.Slice, reflect.Array:
		items := make([]any, v.Len())
		for i := range items {
			items[i] = g.value(v.Index(i))
		}
		return g.vm.NewArray(items...)
	case reflect.Map:
		o := g.vm.NewObject()
		for _, k := range v.MapKeys() {
			_ = o.Set(fmt.Sprint(k.Interface()), g.value(v.MapIndex(k)))
		}
		return o
	case reflect.Struct:
		return g.object(v)
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return g.object(v)
		}
		return g.value(v.Elem())
	}
	return g.vm.ToValue(v.Interface())
}

// object is a struct, or what a pointer to one leads to.
func (g *gophers) object(v reflect.Value) goja.Value {
	vm := g.vm
	o := vm.NewObject()
	s := reflect.Indirect(v)
	for i := range s.NumField() {
		name, ok := memberName(s.Type().Field(i))
		if !ok {
			continue
		}
		field := s.Field(i)
		if k := field.Kind(); !field.CanSet() || k == reflect.Func || k == reflect.Interface {
			_ = o.Set(name, g.value(field))
			continue
		}
		_ = o.DefineAccessorProperty(name,
			jsconv.NewFunc(vm, "get "+name, 0, func(goja.FunctionCall) goja.Value { return g.value(field) }),
			jsconv.NewFunc(vm, "set "+name, 1, func(c goja.FunctionCall) goja.Value {
				field.Set(g.argument(c.Argument(0), field.Type(), name))
				return goja.Undefined()
			}), goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	for i := range v.NumMethod() {
		_ = o.Set(camel(v.Type().Method(i).Name), g.function(v.Method(i), false))
	}
	return o
}

func memberName(f reflect.StructField) (string, bool) {
	tag, _, _ := strings.Cut(f.Tag.Get("js"), ",")
	switch {
	case !f.IsExported() || tag == "-":
		return "", false
	case tag != "":
		return tag, true
	}
	return camel(f.Name), true
}

// camel is a Go name as JavaScript would have it: ReadAll readAll, ID id, URLPath urlPath.
func camel(name string) string {
	upper := func(i int) bool { return i < len(name) && name[i] >= 'A' && name[i] <= 'Z' }
	n := 0
	for upper(n) {
		n++
	}
	if n > 1 && n < len(name) {
		n--
	}
	return strings.ToLower(name[:n]) + name[n:]
}

// function is a Go function for scripts; with promised, one that runs on a goroutine of its own.
func (g *gophers) function(f reflect.Value, promised bool) goja.Value {
	t := f.Type()
	first := 0
	if t.NumIn() > 0 && t.In(0) == contextType {
		first = 1
	}
	length := t.NumIn() - first
	if t.IsVariadic() {
		length--
	}
	return jsconv.NewFunc(g.vm, "", length, func(c goja.FunctionCall) goja.Value {
		args := make([]reflect.Value, 0, t.NumIn())
		if first == 1 {
			args = append(args, reflect.ValueOf(g.env.Loop.Lifetime()))
		}
		for i := range length {
			args = append(args, g.argument(c.Argument(i), t.In(first+i), fmt.Sprintf("arguments[%d]", i)))
		}
		for i := length; t.IsVariadic() && i < len(c.Arguments); i++ {
			args = append(args, g.argument(c.Arguments[i], t.In(first+length).Elem(), fmt.Sprintf("arguments[%d]", i)))
		}
		if promised {
			return g.promise(func() (func() goja.Value, error) { return g.results(f.Call(args)) })
		}
		v, err := g.results(f.Call(args))
		if err != nil {
			panic(g.error(err))
		}
		return v()
	})
}

// results takes the error off what a function returned. The value is made only on the loop.
func (g *gophers) results(out []reflect.Value) (func() goja.Value, error) {
	if n := len(out); n > 0 && out[n-1].Type() == errorType {
		if !out[n-1].IsNil() {
			return nil, out[n-1].Interface().(error)
		}
		out = out[:n-1]
	}
	return func() goja.Value {
		switch len(out) {
		case 0:
			return goja.Undefined()
		case 1:
			return g.value(out[0])
		}
		items := make([]any, len(out))
		for i, v := range out {
			items[i] = g.value(v)
		}
		return g.vm.NewArray(items...)
	}, nil
}

// promise calls f on a goroutine and settles a promise with what that makes of it on the loop.
func (g *gophers) promise(f func() (func() goja.Value, error)) goja.Value {
	p, resolve, reject := g.vm.NewPromise()
	request := g.env.Loop.NewRequest()
	go func() {
		var v func() goja.Value
		err := errors.New("the Go function ended its goroutine")
		defer func() {
			if x := recover(); x != nil {
				err = fmt.Errorf("panic: %v", x)
			}
			g.env.Loop.Post(func() error {
				request.Close()
				if err != nil {
					return reject(g.error(err))
				}
				return resolve(v())
			})
		}()
		v, err = f()
	}()
	return g.vm.ToValue(p)
}

// error is a Go error as scripts get it.
func (g *gophers) error(err error) goja.Value {
	var se *ScriptError
	if errors.As(err, &se) {
		o := nodeerr.Plain(g.vm, nodeerr.Error, se.Message)
		if se.Code != "" {
			_ = o.Set("code", se.Code)
		}
		return o
	}
	var coded interface{ Code() string }
	if errors.As(err, &coded) {
		o := nodeerr.Plain(g.vm, nodeerr.Error, err.Error())
		_ = o.Set("code", coded.Code())
		return o
	}
	switch {
	case errors.Is(err, context.Canceled):
		return nodeerr.Abort(g.vm, nil)
	case isOSError(err):
		call, file := "", ""
		var path *fs.PathError
		if errors.As(err, &path) {
			call, file = path.Op, path.Path
		}
		return nodeerr.System(g.vm, nodeerr.FromOS(err, call, file))
	}
	return nodeerr.Plain(g.vm, nodeerr.Error, err.Error())
}

// argument makes what a Go function takes of what a script gave.
func (g *gophers) argument(v goja.Value, t reflect.Type, name string) reflect.Value {
	wrong := func(want ...string) {
		nodeerr.Throw(g.vm, "ERR_INVALID_ARG_TYPE", name, want, v)
	}
	o, isObject := v.(*goja.Object)
	switch {
	case t == jsType:
		return reflect.ValueOf(v)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		if jsconv.Nullish(v) {
			return reflect.Zero(t)
		}
		b, ok := jsconv.Bytes(v)
		switch {
		case goja.IsString(v):
			b = []byte(v.String())
		case !ok:
			wrong("string", "Buffer", "TypedArray", "DataView")
		}
		return reflect.ValueOf(append([]byte{}, b...)).Convert(t)
	case t == readerType:
		if r := g.reader(v); r != nil {
			return reflect.ValueOf(&r).Elem()
		}
		wrong("string", "Buffer", "Readable")
	case t.Kind() == reflect.Chan && t.ChanDir()&reflect.RecvDir != 0:
		if ch, ok := g.channel(v, t, name); ok {
			return ch
		}
		wrong("AsyncIterable", "Iterable")
	case t == timeType && isObject && o.ClassName() == "Date":
		return reflect.ValueOf(o.Export().(time.Time))
	}
	switch t.Kind() {
	case reflect.String:
		if !goja.IsString(v) {
			wrong("string")
		}
	case reflect.Bool:
		if b, ok := v.Export().(bool); !ok || isObject {
			wrong("boolean")
		} else {
			return reflect.ValueOf(b).Convert(t)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		if !goja.IsNumber(v) {
			wrong("number")
		}
	case reflect.Func:
		if !jsconv.IsCallable(v) {
			wrong("function")
		}
	}
	to := reflect.New(t)
	if err := g.vm.ExportTo(v, to.Interface()); err != nil {
		nodeerr.Throw(g.vm, "ERR_INVALID_ARG_VALUE", name, v, err.Error())
	}
	return to.Elem()
}
