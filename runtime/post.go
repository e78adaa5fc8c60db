package runtime

import (
	"context"

	"github.com/dop251/goja"
)

// Post has f called with the VM as a macrotask of the event loop, on whatever goroutine runs that: at once if the loop
// is waiting, else when its turn comes, or with the next call that runs it. Any goroutine may call Post, Go functions
// that the script has called too; unlike Do it does not wait. What f throws or returns is an uncaught error of the script.
//
// It returns ErrClosed or ErrEnded, and f is not called, if the Runtime is over.
func (r *Runtime) Post(f func(vm *goja.Runtime) error) error {
	if f == nil {
		f = func(*goja.Runtime) error { return nil }
	}
	if r.loop.Post(func() error { return f(r.vm) }) {
		return nil
	}
	return ErrClosed
}

// Set offers a Go value to the script as a global; see WithGo for what becomes of it. Any goroutine may call it; it waits
// for a script that is running.
func (r *Runtime) Set(name string, value any) error {
	return r.Do(context.Background(), func(vm *goja.Runtime) error {
		return vm.Set(name, r.goValue(value))
	})
}
