package childprocess

import (
	"context"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/internal/signals"
	"github.com/gojs-run/gojs/internal/stdio"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/spawn"
)

// spawnSync is child_process.spawnSync.
func (w *world) spawnSync(call goja.FunctionCall) goja.Value {
	return w.runSync(w.normalize("spawnSync", call.Argument(0), call.Argument(1), call.Argument(2)))
}

// runSync runs a request to its end and makes the result object.
func (w *world) runSync(r *request) *goja.Object {
	vm := w.vm
	r.timeout = w.timeout(r.options.get("timeout"))
	limit := w.maxBuffer(r.options.with("maxBuffer", vm.ToValue(defaultMaxBuffer)), 0)
	r.killSignal = w.killSignal(r.options.get("killSignal"))
	plan := w.stdioPlan(r.stdio, true)
	input := w.syncInput(r, plan)

	result := vm.NewObject()
	cmd := w.command(r, plan)
	for fd := range plan {
		if plan[fd].copyFrom != nil { // nothing else can read it meanwhile
			cmd.Stdio[fd] = spawn.Stdio{Kind: spawn.Ignore}
		}
	}
	limits := proc.Limits{Timeout: time.Duration(r.timeout) * time.Millisecond, KillSignal: r.killSignal}
	if limit >= 1 && limit < math.MaxInt64 {
		limits.MaxBuffer = int64(limit)
	}
	out, err := proc.RunSync(w.env.Loop.Lifetime(), w.start, cmd, input, limits)
	if err != nil {
		if context.Cause(w.env.Loop.Lifetime()) != nil {
			return result // the interrupt that is on its way ends the script
		}
		if errnoOf(err) == 0 {
			w.refuse(err)
		}
		_ = result.Set("error", w.startError(err, "spawnSync "+r.file, r.file, r.args))
		_ = result.Set("status", goja.Null())
		_ = result.Set("signal", goja.Null())
		_ = result.Set("output", goja.Null())
		_ = result.Set("pid", 0)
		_ = result.Set("stdout", goja.Undefined())
		_ = result.Set("stderr", goja.Undefined())
		return result
	}
	if out.Errno != 0 {
		e := w.startError(out.Errno, "spawnSync "+r.file, r.file, r.args)
		_ = result.Set("error", e)
	}
	status, signal := goja.Value(goja.Null()), goja.Value(goja.Null())
	if out.Exit.Signal != 0 {
		signal = vm.ToValue(signals.Name(out.Exit.Signal))
	} else {
		status = vm.ToValue(out.Exit.Code)
	}
	_ = result.Set("status", status)
	_ = result.Set("signal", signal)
	output := make([]any, len(plan))
	for fd := range plan {
		output[fd] = goja.Null()
		switch {
		case out.Output[fd] == nil:
		case plan[fd].copyTo != nil:
			_ = stdio.Write(plan[fd].copyTo, out.Output[fd])
		default:
			output[fd] = w.text(out.Output[fd], r.encoding)
		}
	}
	_ = result.Set("output", vm.NewArray(output...))
	_ = result.Set("pid", out.Pid)
	_ = result.Set("stdout", output[1])
	_ = result.Set("stderr", output[2])
	return result
}

// text is output, which nobody else has, as options.encoding wants it.
func (w *world) text(b []byte, enc goja.Value) goja.Value {
	if enc == nil || !enc.ToBoolean() || enc.String() == "buffer" {
		return w.env.NewBuffer(b)
	}
	e, ok := encoding.Parse(enc.String())
	if !ok && len(b) > 0 {
		nodeerr.Throw(w.vm, "ERR_UNKNOWN_ENCODING", enc)
	}
	if e == encoding.UTF8 && encoding.IsASCII(b) {
		return encoding.ASCIIValue(w.vm, b)
	}
	return e.Decode(w.vm, b)
}

// syncInput is what the process is to read: options.input, or the input of the first entry of options.stdio.
func (w *world) syncInput(r *request, plan []stdioEntry) []byte {
	if r.input != nil && r.input.ToBoolean() {
		plan[0].input = r.input
	}
	var first []byte
	for fd := range plan {
		v := plan[fd].input
		if jsconv.Nullish(v) {
			continue
		}
		b, ok := jsconv.Bytes(v)
		switch {
		case goja.IsString(v):
			e := encoding.UTF8
			if goja.IsString(orUndefined(r.encoding)) && r.encoding.String() != "buffer" {
				e, ok = encoding.Parse(r.encoding.String())
				if !ok {
					nodeerr.Throw(w.vm, "ERR_UNKNOWN_ENCODING", r.encoding)
				}
			}
			b = e.Encode(v)
		case !ok || jsconv.IsArrayBuffer(v):
			nodeerr.Throw(w.vm, "ERR_INVALID_ARG_TYPE", "options.stdio["+strconv.Itoa(fd)+"]",
				[]string{"Buffer", "TypedArray", "DataView", "string"}, v)
		}
		if fd == 0 {
			first = b
		}
	}
	return first
}

// execFileSync is child_process.execFileSync.
func (w *world) execFileSync(call goja.FunctionCall) goja.Value {
	if v := call.Argument(2); jsconv.IsCallable(v) {
		validate.Object(w.vm, v, "options") // there is nothing to call back
	}
	args, o, _ := w.execFileArguments(call.Argument(1), call.Argument(2), goja.Undefined())
	r := &request{call: "execFileSync", options: o}
	w.setFile(r, call.Argument(0))
	var list []string
	if args != nil {
		list = w.strings(args, "args")
	}
	name := r.file
	if v := o.get("argv0"); v.ToBoolean() {
		name = v.String()
	}
	command := strings.Join(append([]string{name}, list...), " ")
	w.fill(r, list)
	return w.execSyncResult(r, command)
}

// execSync is child_process.execSync.
func (w *world) execSync(call goja.FunctionCall) goja.Value {
	command, o, _ := w.execArguments(call.Argument(0), call.Argument(1), goja.Undefined())
	r := &request{call: "execSync", options: o}
	w.setFile(r, command)
	w.fill(r, nil)
	return w.execSyncResult(r, command.String())
}

// execSyncResult runs a request and returns its stdout, or throws. stderr goes to ours unless the script said otherwise.
func (w *world) execSyncResult(r *request, command string) goja.Value {
	vm := w.vm
	inheritStderr := !r.options.get("stdio").ToBoolean()
	result := w.runSync(r)
	stderr := orUndefined(result.Get("stderr"))
	if inheritStderr && !empty(stderr) {
		jsconv.CallMethod(vm, w.env.Require("process").Get("stderr").(*goja.Object), "write", stderr)
	}
	e, failed := result.Get("error").(*goja.Object)
	if !failed {
		if status := result.Get("status"); status == nil || goja.IsNumber(status) && status.ToInteger() == 0 {
			return orUndefined(result.Get("stdout"))
		}
		text := "Command failed: " + command
		if !empty(stderr) {
			text += "\n" + stderr.String()
		}
		e = nodeerr.Plain(vm, nodeerr.Error, text)
	}
	for _, k := range result.Keys() {
		_ = e.Set(k, result.Get(k))
	}
	panic(e)
}

// empty says whether output is none: null, or a string or Buffer of no length.
func empty(v goja.Value) bool {
	if goja.IsString(v) {
		return v.String() == ""
	}
	return jsconv.Get(v, "length").ToInteger() == 0
}

// setFile checks the file of a request.
func (w *world) setFile(r *request, file goja.Value) {
	r.file = validate.String(w.vm, file, "file")
	w.noNull(r.file, "file")
	if r.file == "" {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_VALUE", "file", file, "cannot be empty")
	}
}
