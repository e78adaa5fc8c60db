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

// Jobs gives a function that takes the promise job of vm that comes next, and that returns nil if none waits. It is nil
// where goja's cannot be had.
func Jobs(vm *goja.Runtime) func() func() {
	at := jobQueue()
	if at == 0 {
		return nil
	}
	queue := (*[]func())(unsafe.Add(unsafe.Pointer(vm), at))
	return func() func() {
		q := *queue
		if len(q) == 0 {
			return nil
		}
		job := q[0]
		q[0] = nil
		if len(q) == 1 {
			*queue = q[:0] // for those to come
		} else {
			*queue = q[1:]
		}
		return job
	}
}
