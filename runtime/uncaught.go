package runtime

import (
	"errors"
	"io"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// uncaught is the loop's hook for an error that nothing caught. A nil result
// means that a listener dealt with it.
func (r *Runtime) uncaught(err error) error {
	var exit *ExitError
	if errors.As(err, &exit) {
		return exit
	}
	return r.raise(r.value(err), "uncaughtException")
}

// raise offers a value to the process object's listeners; if none wants it, it
// reports it, emits exit and returns the error that ends the Runtime.
func (r *Runtime) raise(v goja.Value, origin string) error {
	if hook := r.host.Process.Uncaught; hook != nil {
		handled := false
		if err := r.try(func() { handled = hook(v, origin) }); err != nil {
			var exit *ExitError
			if errors.As(err, &exit) {
				return exit
			}
			// A listener that throws ends the process with code 7 and its own error.
			code := 7
			if r.host.Thread != nil {
				code = 1
			}
			return r.fatal(r.value(err), code)
		}
		if stop := r.loop.Stopping(); stop != nil {
			return stop
		}
		if handled {
			return nil
		}
	}
	return r.fatal(v, 1)
}

// fatal ends the Runtime with an uncaught value. It is reported before the exit event, by a worker after that.
func (r *Runtime) fatal(v goja.Value, code int) error {
	var reported error
	if r.host.Thread == nil {
		se := r.scriptError(v)
		if r.onFatal != nil {
			r.onFatal(se)
		}
		reported = se
	}
	if hook := r.host.Process.Exit; hook != nil && !r.host.Exiting {
		r.host.Exiting = true
		_ = r.try(func() { hook(code) })
		var exit *ExitError
		if errors.As(r.loop.Stopping(), &exit) {
			code = exit.Code
		} else if c := r.host.ExitCode; c != nil {
			code = *c
		}
	}
	if t := r.host.Thread; t != nil && !r.host.Process.Broken {
		_ = r.try(func() { t.Uncaught(r.env, v) })
	}
	return &ExitError{Code: code, Err: reported}
}

// try runs f, which calls JavaScript, and returns what it throws.
func (r *Runtime) try(f func()) error {
	return r.loop.Try(func() error { f(); return nil })
}

// value is the JavaScript value of an error.
func (r *Runtime) value(err error) goja.Value {
	var ex *goja.Exception
	var so *goja.StackOverflowError
	var pe *eventloop.PanicError
	switch {
	case errors.As(err, &ex):
		return ex.Value()
	case errors.As(err, &so):
		return nodeerr.Plain(r.vm, nodeerr.RangeError, "Maximum call stack size exceeded")
	case errors.As(err, &pe):
		return nodeerr.Make(r.vm, nodeerr.Error, "ERR_GO_PANIC", pe.Error())
	}
	return nodeerr.Plain(r.vm, nodeerr.Error, err.Error())
}

// beforeExit runs when the loop has nothing left to do.
func (r *Runtime) beforeExit() {
	if hook := r.host.Process.BeforeExit; hook != nil && r.final && !r.host.Exiting {
		_ = r.loop.Do(func() error {
			hook(r.exitCode())
			return nil
		})
	}
}

// finish emits exit after the loop has run out of work.
func (r *Runtime) finish() error {
	unsettled := r.unsettled()
	if hook := r.host.Process.Exit; hook != nil && !r.host.Exiting {
		r.host.Exiting = true
		if err := r.loop.Do(func() error {
			hook(r.exitCode())
			return nil
		}); err != nil {
			return err
		}
		if err := r.loop.Stopping(); err != nil {
			return err
		}
	}
	if code := r.exitCode(); code != 0 {
		if code == unsettledCode && !r.host.Flags.NoWarnings {
			_, _ = io.WriteString(r.host.Stderr, unsettled)
		}
		return &ExitError{Code: code}
	}
	r.end = &ExitError{}
	return nil
}

func (r *Runtime) exitCode() int {
	if r.host.ExitCode != nil {
		return *r.host.ExitCode
	}
	return 0
}
