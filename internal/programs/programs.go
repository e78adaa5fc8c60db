// Package programs writes goja's compiled programs as bytes, and makes programs of such bytes.
//
// goja compiles 10-20 KB of text a millisecond, in every process anew. Reading what another process has compiled takes a
// twentieth of that. A program is a list of instructions, which are values of some 180 types of goja's own that no other
// package can name: kinds.go finds them in programs that use them, and describes each as a list of fields. Encode writes the
// fields (encode.go), Decode fills new instructions with them (decode.go).
//
// Where goja is not as expected, or a program has an instruction that is not known here, Encode says so and the text is
// compiled each time. Bytes are good for one version of goja: Version is part of the name that they are kept by.
package programs

import (
	"math/big"
	"reflect"
	"runtime/debug"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
)

// Version changes with what the bytes of a text are: this package's form of them, and the goja that the running program was
// built with. It is empty where that is not known, and bytes must not be kept.
var Version = sync.OnceValue(func() string {
	info, _ := debug.ReadBuildInfo()
	return versionOf(info)
})

func versionOf(info *debug.BuildInfo) string {
	if info == nil {
		return ""
	}
	for _, m := range info.Deps {
		if m.Path != "github.com/dop251/goja" {
			continue
		}
		if m.Replace != nil {
			m = m.Replace
		}
		if m.Version == "" { // it is in a folder, and may change there
			return ""
		}
		return "4 " + m.Path + " " + m.Version
	}
	return "" // a test
}

// program mirrors goja.Program. The instructions, []instruction there, are looked at as the words of interface values.
type program struct {
	code     []words
	funcName string
	src      *file.File
	srcMap   []position
}

// position is where in the text the instructions from pc on are.
type position struct{ pc, srcPos int }

// words are the two halves of an interface value.
type words struct{ tab, data unsafe.Pointer }

// The types of program's slices in goja; nil if goja.Program is not as program is.
var layout = sync.OnceValue(func() (l struct{ code, srcMap reflect.Type }) {
	t, mirror := reflect.TypeFor[goja.Program](), reflect.TypeFor[program]()
	if t.NumField() != mirror.NumField() || t.Size() != mirror.Size() {
		return
	}
	for i := range mirror.NumField() {
		if f, m := t.Field(i), mirror.Field(i); f.Name != m.Name || f.Offset != m.Offset || f.Type.Kind() != m.Type.Kind() {
			return
		}
	}
	code, srcMap := t.Field(0).Type, t.Field(3).Type
	item := srcMap.Elem()
	if code.Elem().Kind() != reflect.Interface || code.Elem().NumMethod() != 1 || t.Field(2).Type != reflect.TypeFor[*file.File]() ||
		item.Kind() != reflect.Struct || item.NumField() != 2 || item.Field(0).Name != "pc" || item.Field(1).Name != "srcPos" ||
		item.Field(0).Type.Kind() != reflect.Int || item.Field(1).Type.Kind() != reflect.Int {
		return
	}
	l.code, l.srcMap = code, srcMap
	return
})

func inside(p *goja.Program) *program { return (*program)(unsafe.Pointer(p)) }

// The first words of values, which tell their types.
var (
	undefined  = wordsOf(goja.Undefined())
	null       = wordsOf(goja.Null())
	yes        = wordsOf(sample(true))
	no         = wordsOf(sample(false))
	tabInteger = wordsOf(sample(1)).tab
	tabDouble  = wordsOf(sample(1.5)).tab
	tabASCII   = wordsOf(sample("a")).tab
	tabBig     = wordsOf(sample(new(big.Int))).tab
	tabWide    = wordsOf(goja.StringFromUTF16([]uint16{0x20ac})).tab
)

func sample(v any) goja.Value { return (*goja.Runtime)(nil).ToValue(v) }

func wordsOf(v goja.Value) words { return *(*words)(unsafe.Pointer(&v)) }
