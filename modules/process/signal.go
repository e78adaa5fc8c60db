package process

import (
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/signals"
)

// listening is one signal that the script has listeners for. While it has, the
// system's default is off for the whole Go program; several Runtimes that listen
// all get the signal.
type listening struct {
	ch   chan os.Signal
	done chan struct{}
}

// signalMembers defines kill, and watches for listeners whose name is a signal's.
func (p *process) signalMembers() {
	vm := p.vm
	p.method("_kill", 2, func(c goja.FunctionCall) goja.Value {
		p.flush()
		err := sendSignal(int(c.Argument(0).ToInteger()), int(c.Argument(1).ToInteger()))
		if err == nil {
			return vm.ToValue(0)
		}
		return vm.ToValue(nodeerr.FromOS(err, "kill", "").Errno)
	})
	p.method("kill", 2, p.kill)
	p.events.On(p.object, "newListener", func(c goja.FunctionCall) goja.Value {
		if name, n, ok := signalEvent(c.Argument(0)); ok {
			p.listen(name, n)
		}
		return goja.Undefined()
	})
	p.events.On(p.object, "removeListener", func(c goja.FunctionCall) goja.Value {
		if name, _, ok := signalEvent(c.Argument(0)); ok && p.events.ListenerCount(p.object, name) == 0 {
			p.stopListening(name)
		}
		return goja.Undefined()
	})
	p.host.Cleanup = append(p.host.Cleanup, func() {
		for name := range p.signals {
			p.stopListening(name)
		}
	})
}

func signalEvent(v goja.Value) (string, syscall.Signal, bool) {
	if !goja.IsString(v) {
		return "", 0, false
	}
	name := v.String()
	if !strings.HasPrefix(name, "SIG") {
		return "", 0, false
	}
	n, ok := signals.Number(name)
	return name, n, ok
}

// listen begins to deliver a signal as an event.
func (p *process) listen(name string, n syscall.Signal) {
	if p.signals[name] != nil {
		return
	}
	if n == syscall.SIGKILL || name == "SIGSTOP" {
		panic(nodeerr.System(p.vm, &nodeerr.SystemError{Errno: -int(syscall.EINVAL), Code: "EINVAL", Syscall: "uv_signal_start", Message: "uv_signal_start EINVAL"}))
	}
	l := &listening{make(chan os.Signal, 8), make(chan struct{})}
	if p.signals == nil {
		p.signals = map[string]*listening{}
	}
	p.signals[name] = l
	signal.Notify(l.ch, n)
	loop, number := p.env.Loop, int(n)
	go func() {
		for {
			select {
			case <-l.ch:
			case <-l.done:
				return
			}
			loop.Post(func() error {
				if p.signals[name] == l {
					p.emit(name, p.vm.ToValue(name), p.vm.ToValue(number))
				}
				return nil
			})
		}
	}()
}

func (p *process) stopListening(name string) {
	if l := p.signals[name]; l != nil {
		delete(p.signals, name)
		signal.Stop(l.ch)
		close(l.done)
	}
}

// kill is process.kill(pid, signal).
func (p *process) kill(c goja.FunctionCall) goja.Value {
	vm := p.vm
	pid := c.Argument(0)
	n := vm.ToValue(int32(pid.ToInteger()))
	if o, ok := pid.(*goja.Object); ok && !jsconv.IsCallable(o) {
		n = vm.ToValue(int32(pid.ToNumber().ToInteger()))
	}
	if !n.Equals(pid) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "pid", "number", pid)
	}
	var number goja.Value
	switch sig := c.Argument(1); {
	case goja.IsNumber(sig):
		number = vm.ToValue(int32(sig.ToInteger()))
	case !sig.ToBoolean():
		number = vm.ToValue(int(syscall.SIGTERM))
	default:
		s, ok := signals.Number(sig.String())
		if !ok {
			nodeerr.Throw(vm, "ERR_UNKNOWN_SIGNAL", sig)
		}
		number = vm.ToValue(int(s))
	}
	err := jsconv.CallMethod(vm, p.object, "_kill", n, number)
	if err.ToBoolean() {
		errno := -int(err.ToInteger())
		name := nodeerr.Name(syscall.Errno(errno))
		panic(nodeerr.System(vm, &nodeerr.SystemError{Errno: -errno, Code: name, Syscall: "kill", Message: "kill " + name}))
	}
	return vm.ToValue(true)
}
