package programs

import (
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// A regular expression is compiled when its instruction is first carried out, and not, as goja does, when the function is
// that it is in: most are never needed. late stands in for goja's instruction.
type late struct {
	flags, source string
	once          sync.Once
	made          words
}

// method is an itab with one method.
type method struct {
	inter, typ unsafe.Pointer
	hash       uint32
	_          [4]byte
	code       unsafe.Pointer
}

// lateTab is the first word of a late instruction.
var lateTab = sync.OnceValue(func() *method {
	tab := *(*method)(named([]string{"*newRegexp"})[0].tab)
	tab.code = reflect.ValueOf(carryOut).UnsafePointer()
	return &tab
})

func newLate(flags, source string) words {
	return words{unsafe.Pointer(lateTab()), unsafe.Pointer(&late{flags: flags, source: source})}
}

// carryOut is called as goja calls an instruction's method.
func carryOut(instruction, vm unsafe.Pointer) {
	l := (*late)(instruction)
	l.once.Do(func() {
		p := goja.MustCompile("", "/"+l.source+"/"+l.flags, true)
		tab := named([]string{"*newRegexp"})[0].tab
		for _, w := range inside(p).code {
			if w.tab == tab {
				l.made = w
			}
		}
	})
	code := &struct{ entry unsafe.Pointer }{(*method)(l.made.tab).code}
	(*(*func(instruction, vm unsafe.Pointer))(unsafe.Pointer(&code)))(l.made.data, vm)
}

// regexpOf takes goja's instruction for a regular expression apart.
func regexpOf(typ reflect.Type, at unsafe.Pointer) (flags, source string, ok bool) {
	v := reflect.NewAt(typ, at).Elem()
	src, pattern := v.FieldByName("src"), v.FieldByName("pattern")
	if !src.IsValid() || src.Type() != reflect.TypeFor[goja.String]() || !pattern.IsValid() || pattern.Kind() != reflect.Pointer {
		return "", "", false
	}
	var b strings.Builder
	for _, f := range [...]struct{ name, flag string }{
		{"global", "g"}, {"ignoreCase", "i"}, {"multiline", "m"}, {"dotAll", "s"}, {"sticky", "y"}, {"unicode", "u"},
	} {
		set := pattern.Elem().FieldByName(f.name)
		if !set.IsValid() || set.Kind() != reflect.Bool {
			return "", "", false
		}
		if set.Bool() {
			b.WriteString(f.flag)
		}
	}
	return b.String(), (*(*goja.String)(src.Addr().UnsafePointer())).String(), true
}
