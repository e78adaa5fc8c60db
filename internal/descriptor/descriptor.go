// Package descriptor lets a JavaScript object stand for a descriptor of the operating system, so that modules which know
// nothing of one another can hand it on: a socket of module net to the channel of a child process, and back.
package descriptor

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// Owner is who has the descriptor. Its methods are for the goroutine that owns the VM.
type Owner interface {
	// FD is the descriptor's number, -1 once it is closed.
	FD() int
	// Close closes it.
	Close() error
}

// Stream is the owner of a connection whose bytes need not go by way of JavaScript.
type Stream interface {
	Owner
	// Consume has f called with what comes in, instead of the object's onread, which learns only of the end and of
	// errors then. The bytes are valid only during the call. A nil f gives it back to onread.
	Consume(f func([]byte))
	// WriteNow writes as much of b as there is room for at once, which is nothing while something waits to be written.
	// errno is as libuv has it: negative, or 0.
	WriteNow(b []byte) (n, errno int)
}

type box struct{ owner Owner }

var slot = jsconv.Slot[box]{Name: "descriptor"}

// Set makes an object stand for what owner has.
func Set(vm *goja.Runtime, o *goja.Object, owner Owner) { slot.Set(vm, o, &box{owner}) }

// Of is the owner of the descriptor that an object stands for, nil if it stands for none.
func Of(v goja.Value) Owner {
	if b := slot.Get(v); b != nil {
		return b.owner
	}
	return nil
}
