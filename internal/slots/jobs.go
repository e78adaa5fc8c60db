package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// jobQueue says where a Runtime keeps its promise jobs, 0 if that is not known.
var jobQueue = sync.OnceValue(func() uintptr {
	f, ok := reflect.TypeFor[goja.Runtime]().FieldByName("jobQueue")
	if !ok || f.Type != reflect.TypeFor[[]func()]() {
		return 0
	}
	return f.Offset
})

// Jobs gives a function that reports whether promise jobs of vm wait, nil where nothing can tell.
func Jobs(vm *goja.Runtime) func() bool {
	at := jobQueue()
	if at == 0 {
		return nil
	}
	queue := (*[]func())(unsafe.Add(unsafe.Pointer(vm), at))
	return func() bool { return len(*queue) > 0 }
}
