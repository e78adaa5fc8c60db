package childprocess

import (
	"io"
	"os"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/spawn"
)

// stdioEntry is what options.stdio says of one descriptor.
type stdioEntry struct {
	spawn.Stdio
	piped bool // the script gets the other end

	// Where the Runtime's own stream is no file of the operating system, it is copied through a pipe.
	copyFrom io.Reader
	copyTo   io.Writer

	lent  *end         // the process gets this end of another process's pipe
	given *goja.Object // the process gets what this stream of another module has
	input goja.Value   // spawnSync: what the entry of the array had as input
}

// stdioPlan decodes options.stdio: one of four words, or an array with an entry for each descriptor.
func (w *world) stdioPlan(v goja.Value, sync bool) []stdioEntry {
	vm := w.vm
	if v == nil || !v.ToBoolean() {
		v = vm.ToValue("pipe")
	}
	if goja.IsString(v) {
		plan := make([]stdioEntry, 3)
		for fd := range plan {
			switch v.String() {
			case "ignore":
			case "pipe":
				plan[fd] = pipe(spawn.Pipe)
			case "overlapped":
				plan[fd] = pipe(spawn.Overlapped)
			case "inherit":
				plan[fd] = w.inherit(fd)
			default:
				nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "stdio", v)
			}
		}
		return plan
	}
	if !isArray(v) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "stdio", v)
	}
	list := v.(*goja.Object)
	plan := make([]stdioEntry, max(3, int(list.Get("length").ToInteger())))
	channels := 0
	for fd := range plan {
		plan[fd] = w.decodeEntry(fd, orUndefined(list.Get(strconv.Itoa(fd))), sync)
		if plan[fd].Kind == spawn.Channel {
			if channels++; channels > 1 {
				nodeerr.Throw(vm, "ERR_IPC_ONE_PIPE")
			}
		}
	}
	return plan
}

func pipe(kind spawn.Kind) stdioEntry { return stdioEntry{Stdio: spawn.Stdio{Kind: kind}, piped: true} }

func (w *world) decodeEntry(fd int, v goja.Value, sync bool) stdioEntry {
	vm := w.vm
	switch {
	case jsconv.Nullish(v):
		if fd < 3 {
			return pipe(spawn.Pipe)
		}
		return stdioEntry{}
	case goja.IsString(v):
		switch v.String() {
		case "ignore":
			return stdioEntry{}
		case "pipe":
			return pipe(spawn.Pipe)
		case "overlapped":
			return pipe(spawn.Overlapped)
		case "inherit":
			return w.inherit(fd)
		case "ipc":
			if sync {
				nodeerr.Throw(vm, "ERR_IPC_SYNC_FORK")
			}
			return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.Channel}}
		}
	case goja.IsNumber(v):
		if n := v.ToInteger(); n >= 0 {
			return w.inherit(int(n))
		}
		return pipe(spawn.Pipe)
	}
	if o, ok := v.(*goja.Object); ok {
		if n := o.Get("fd"); n != nil && goja.IsNumber(n) {
			return w.inherit(int(n.ToInteger()))
		}
		if fd := descriptorOf(o); fd >= 0 {
			return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.Inherit, FD: fd}, given: o}
		}
		if e := w.lender(o); e != nil {
			if f := e.lend(); f != nil {
				return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.File, File: f}, lent: e}
			}
		}
	}
	if _, ok := jsconv.Bytes(v); (ok || goja.IsString(v)) && !sync {
		nodeerr.Throw(vm, "ERR_INVALID_SYNC_FORK_INPUT", nodeerr.InspectValue(vm, v, 2))
	}
	nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "stdio", v)
	return stdioEntry{}
}

// descriptorOf is the descriptor that an object of another module, or its handle, stands for; -1 if there is none.
func descriptorOf(o *goja.Object) int {
	for _, name := range [...]string{"", "handle", "_handle"} {
		v := goja.Value(o)
		if name != "" {
			v = o.Get(name)
		}
		if owner := descriptor.Of(v); owner != nil {
			return owner.FD()
		}
	}
	return -1
}

// lender finds the end of a pipe that a stream of ours, its handle, or whatever has one of these as its handle, stands for.
func (w *world) lender(o *goja.Object) *end {
	for _, name := range [...]string{"", "handle", "_handle"} {
		v := goja.Value(o)
		if name != "" {
			v = o.Get(name)
		}
		if e := w.endOf(v); e != nil {
			return e
		}
	}
	return nil
}

// permitDescriptor keeps descriptors from children that the script has not opened but found open by their number. What it
// may have opened is a file that it may use.
func (w *world) permitDescriptor(fd int) {
	set := w.env.Host.Permissions
	if set == nil || set.Audit || set.Has(modules.ChildProcess, "") {
		return
	}
	file, write := proc.FileOf(fd)
	if file == "" {
		w.refuse(&spawn.DeniedError{Resource: "descriptor " + strconv.Itoa(fd), Reason: "it is no file that the script has opened"})
	}
	scope := modules.ReadFile
	if write {
		scope = modules.WriteFile
	}
	w.env.Permit(scope, file)
}

// inherit gives a process one of our descriptors. 0, 1 and 2 are the Runtime's, whatever they are in this program.
func (w *world) inherit(fd int) stdioEntry {
	host := w.env.Host
	var stream any
	switch fd {
	case 0:
		stream = host.Stdin
	case 1:
		stream = host.Stdout
	case 2:
		stream = host.Stderr
	default:
		w.permitDescriptor(fd)
		return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.Inherit, FD: fd}}
	}
	switch s := stream.(type) {
	case *os.File:
		if own := [3]*os.File{os.Stdin, os.Stdout, os.Stderr}; s == own[fd] {
			return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.Inherit, FD: fd}}
		}
		return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.File, File: s}}
	case io.Writer:
		if fd != 0 && s != io.Discard {
			return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.Pipe}, copyTo: s}
		}
	}
	if fd == 0 && host.Stdin != nil {
		return stdioEntry{Stdio: spawn.Stdio{Kind: spawn.Pipe}, copyFrom: host.Stdin}
	}
	return stdioEntry{}
}
