package workerthreads

import (
	"os"
	"slices"
	"strconv"
	"sync"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// lock is one that somebody holds or asks for (Web Locks API).
type lock struct {
	w      *world
	name   string
	shared bool
	// told is called on the loop of who asked: that it is granted or not available, or later that it was stolen.
	told func(what string)
}

// locks are those of a family, in the order in which they were asked for.
type locks struct {
	mu           sync.Mutex
	held, queued []*lock
}

func (l *lock) tell(what string) { l.w.env.Loop.Post(func() error { l.told(what); return nil }) }

// free reports whether a lock can be granted now.
func (ls *locks) free(k *lock) bool {
	conflict := func(o *lock) bool { return o.name == k.name && !(o.shared && k.shared) }
	if slices.ContainsFunc(ls.held, conflict) {
		return false
	}
	for _, o := range ls.queued {
		if o == k {
			break
		}
		if o.name == k.name {
			return false
		}
	}
	return true
}

// ask queues a lock, or grants it. With ifAvailable it does not queue, with steal it does not wait.
func (ls *locks) ask(k *lock, ifAvailable, steal bool) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if steal {
		ls.held = slices.DeleteFunc(ls.held, func(o *lock) bool {
			if o.name == k.name {
				o.tell("stolen")
			}
			return o.name == k.name
		})
	}
	switch {
	case steal || ls.free(k):
		ls.held = append(ls.held, k)
		k.tell("granted")
	case ifAvailable:
		k.tell("unavailable")
	default:
		ls.queued = append(ls.queued, k)
	}
}

// drop gives back the locks for which f is true, held or not, and grants those that wait for them.
func (ls *locks) drop(f func(*lock) bool) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.held = slices.DeleteFunc(ls.held, f)
	ls.queued = slices.DeleteFunc(ls.queued, f)
	for i := 0; i < len(ls.queued); {
		k := ls.queued[i]
		if !ls.free(k) {
			i++
			continue
		}
		ls.queued = slices.Delete(ls.queued, i, i+1)
		ls.held = append(ls.held, k)
		k.tell("granted")
	}
}

// locksBinding is what js/locks.js needs.
func (w *world) locksBinding() *goja.Object {
	vm, ls := w.vm, &w.family.locks
	x := vm.NewObject()
	// ask(name, shared, ifAvailable, steal, told) gives what takes the lock back.
	jsconv.Export(vm, x, "ask", 5, func(c goja.FunctionCall) goja.Value {
		told, _ := goja.AssertFunction(c.Argument(4))
		k := &lock{w: w, name: c.Argument(0).String(), shared: c.Argument(1).ToBoolean()}
		k.told = func(what string) { jsconv.Call(told, goja.Undefined(), vm.ToValue(what)) }
		ls.ask(k, c.Argument(2).ToBoolean(), c.Argument(3).ToBoolean())
		return vm.ToValue(func(goja.FunctionCall) goja.Value {
			ls.drop(func(o *lock) bool { return o == k })
			return goja.Undefined()
		})
	})
	jsconv.Export(vm, x, "query", 0, func(goja.FunctionCall) goja.Value {
		ls.mu.Lock()
		defer ls.mu.Unlock()
		list := func(locks []*lock) goja.Value {
			items := make([]any, len(locks))
			for i, k := range locks {
				o := vm.NewObject()
				_ = o.Set("name", k.name)
				_ = o.Set("mode", map[bool]string{true: "shared", false: "exclusive"}[k.shared])
				_ = o.Set("clientId", "node-"+strconv.Itoa(os.Getpid())+"-"+strconv.Itoa(k.w.id()))
				items[i] = o
			}
			return vm.NewArray(items...)
		}
		o := vm.NewObject()
		_ = o.Set("held", list(ls.held))
		_ = o.Set("pending", list(ls.queued))
		return o
	})
	return x
}
