package runtime

import (
	"io"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// rejections are promises that were rejected without a handler, until ticks and
// promise jobs are drained; then they are unhandled.
type rejections struct {
	pending []*goja.Promise
	told    map[*goja.Promise]bool // reported as unhandled
	handled []*goja.Promise        // later, and not yet reported as that
}

// track is goja's promise rejection tracker.
func (r *Runtime) track(p *goja.Promise, op goja.PromiseRejectionOperation) {
	switch op {
	case goja.PromiseRejectionReject:
		if slots.StackFull(r.vm, roomToReject) {
			r.notTracked()
			return
		}
		r.rejected.pending = append(r.rejected.pending, p)
		r.loop.RequestDrained()
	case goja.PromiseRejectionHandle:
		for i, q := range r.rejected.pending {
			if q == p {
				r.rejected.pending = append(r.rejected.pending[:i], r.rejected.pending[i+1:]...)
				return
			}
		}
		if r.rejected.told[p] {
			delete(r.rejected.told, p)
			r.rejected.handled = append(r.rejected.handled, p)
			r.loop.RequestDrained()
		}
	}
}

// roomToReject is how many calls must fit on the stack for Node to take notice of a rejection: it does so in JavaScript.
const roomToReject = 3

// notTracked reports a rejection that Node has no room to deal with. It is forgotten, as there.
func (r *Runtime) notTracked() {
	full := nodeerr.Plain(r.vm, nodeerr.RangeError, "Maximum call stack size exceeded")
	text := ""
	_ = r.try(func() { text = r.place(&ScriptError{Stack: full.Get("stack").String()}) })
	_, _ = io.WriteString(r.host.Stderr, "Exception in PromiseRejectCallback:\n"+text+"RangeError: Maximum call stack size exceeded\n\n")
}

// drained deals with the promises that are still unhandled.
func (r *Runtime) drained() error {
	handled := r.rejected.handled
	r.rejected.handled = nil
	for _, p := range handled {
		if hook := r.host.Process.RejectionHandled; hook != nil {
			hook(r.vm.ToValue(p).(*goja.Object))
		}
	}
	for len(r.rejected.pending) > 0 {
		p := r.rejected.pending[0]
		r.rejected.pending = r.rejected.pending[1:]
		if r.rejected.told == nil {
			r.rejected.told = map[*goja.Promise]bool{}
		}
		r.rejected.told[p] = true
		if p == r.mainPromise() { // what the main module throws is no event's business
			if err := r.raise(p.Result(), "unhandledRejection"); err != nil {
				return err
			}
			continue
		}
		// Nobody can be listening before the process object is made, but a mode other
		// than the default is its business.
		if mode := r.host.Flags.UnhandledRejections; r.host.Process.Rejection == nil && mode != "" && mode != "throw" {
			r.env.Require("process")
		}
		if hook := r.host.Process.Rejection; hook != nil {
			if hook(r.vm.ToValue(p).(*goja.Object), p.Result()) {
				continue
			}
		}
		if len(r.rejected.pending) > 0 {
			r.loop.RequestDrained()
		}
		return r.unhandled(p.Result())
	}
	return nil
}

// unhandled is the error that an unhandled rejection raises: the reason itself if
// it is an error, else ERR_UNHANDLED_REJECTION.
func (r *Runtime) unhandled(reason goja.Value) error {
	if hook := r.raise(r.rejectionValue(reason), "unhandledRejection"); hook != nil {
		return hook
	}
	return nil
}
