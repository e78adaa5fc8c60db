package childprocess

import (
	"math"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/signals"
	"github.com/gojs-run/gojs/internal/validate"
)

const defaultMaxBuffer = 1024 * 1024

// request is a process as a script asked for it.
type request struct {
	call string // the function that was called
	file string
	args []string // argv[0] first
	env  []string
	cwd  string

	uid, gid       *uint32
	stdio          goja.Value // nil if not given
	serialization  goja.Value
	shell          bool
	detached       bool
	killTree       *bool // gojs's own option
	hide, verbatim bool
	timeout        int64 // milliseconds, 0 for none
	killSignal     syscall.Signal
	signal         *goja.Object // an AbortSignal
	encoding       goja.Value
	input          goja.Value
	spawnargs      *goja.Object // the array for child.spawnargs, if there is one already
	options        options
	// check, where not nil, reads file, args and env once stdio has been looked at.
	check func(channel bool)
}

// normalize checks the arguments of spawn and spawnSync as Node does, in its order.
func (w *world) normalize(call string, file, args, given goja.Value) *request {
	vm := w.vm
	r := &request{call: call}
	w.setFile(r, file)
	var list []string
	if isArray(args) {
		list = w.strings(args.(*goja.Object), "args")
	} else if !jsconv.Nullish(args) {
		w.notPrimitive(args)
		given = args
	}
	if !jsconv.Missing(given) {
		r.options = optionsOf(validate.Object(vm, given, "options"))
	}
	return w.fill(r, list)
}

// fill checks the options of a request and takes over what they say.
func (w *world) fill(r *request, list []string) *request {
	vm, o := w.vm, r.options
	if cwd := o.get("cwd"); !jsconv.Nullish(cwd) {
		r.cwd = w.path(cwd, "options.cwd")
	}
	if v := o.get("detached"); !jsconv.Nullish(v) {
		r.detached = validate.Bool(vm, v, "options.detached")
	}
	if v := o.get("killTree"); !jsconv.Nullish(v) {
		tree := validate.Bool(vm, v, "options.killTree")
		r.killTree = &tree
	}
	r.uid, r.gid = w.id(o, "uid"), w.id(o, "gid")
	shell := o.get("shell")
	if !jsconv.Nullish(shell) && !isBool(shell) && !goja.IsString(shell) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "options.shell", []string{"boolean", "string"}, shell)
	}
	argv0 := o.get("argv0")
	if !jsconv.Nullish(argv0) {
		w.noNull(validate.String(vm, argv0, "options.argv0"), "options.argv0")
	}
	if v := o.get("windowsHide"); !jsconv.Nullish(v) {
		r.hide = validate.Bool(vm, v, "options.windowsHide")
	}
	if v := o.get("windowsVerbatimArguments"); !jsconv.Nullish(v) {
		r.verbatim = validate.Bool(vm, v, "options.windowsVerbatimArguments")
	}
	if shell.ToBoolean() {
		list = w.throughShell(r, shell, list)
	}
	if goja.IsString(argv0) {
		r.args = append([]string{argv0.String()}, list...)
	} else {
		r.args = append([]string{r.file}, list...)
	}
	r.env = w.environment(o.get("env"))
	r.stdio = o.get("stdio")
	r.serialization = o.get("serialization")
	r.encoding = o.get("encoding")
	r.input = o.get("input")
	return r
}

// notPrimitive throws for an args that is not even an object.
func (w *world) notPrimitive(args goja.Value) {
	if _, ok := args.(*goja.Object); !ok {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_TYPE", "args", "object", args)
	}
}

// limits reads timeout, signal and killSignal, in the order in which spawn checks them.
func (w *world) limits(r *request) {
	o := r.options
	r.timeout = w.timeout(o.get("timeout"))
	if s := o.get("signal"); !jsconv.Missing(s) {
		r.signal = w.abortSignal(s, "options.signal")
	}
	r.killSignal = w.killSignal(o.get("killSignal"))
}

// throughShell makes the request one for a shell and returns the shell's arguments. Arguments are joined by spaces and
// not escaped, as Node documents it.
func (w *world) throughShell(r *request, shell goja.Value, args []string) []string {
	if goja.IsString(shell) {
		w.noNull(shell.String(), "options.shell")
	}
	command := r.file
	if len(args) > 0 {
		if !w.warned {
			w.warned = true
			w.deprecate()
		}
		command += " " + strings.Join(args, " ")
	}
	r.shell = true
	if runtime.GOOS == "windows" {
		r.file = "cmd.exe"
		if s, ok := w.env.Host.Env.Get("comspec"); ok && s != "" {
			r.file = s
		}
		if goja.IsString(shell) {
			r.file = shell.String()
		}
		if isCmd(r.file) {
			r.verbatim = true
			return []string{"/d", "/s", "/c", `"` + command + `"`}
		}
		return []string{"-c", command}
	}
	r.file = "/bin/sh"
	if goja.IsString(shell) {
		r.file = shell.String()
	}
	return []string{"-c", command}
}

// isCmd says whether a shell is Windows' own: cmd or cmd.exe, with or without a directory.
func isCmd(file string) bool {
	base := strings.ToLower(file[strings.LastIndexByte(file, '\\')+1:])
	return base == "cmd" || base == "cmd.exe"
}

func (w *world) deprecate() {
	const text = "Passing args to a child process with shell option true can lead to security vulnerabilities, " +
		"as the arguments are not escaped, only concatenated."
	vm := w.vm
	jsconv.CallMethod(vm, w.env.Require("process"), "emitWarning",
		vm.ToValue(text), vm.ToValue("DeprecationWarning"), vm.ToValue("DEP0190"))
}

// environment is the env of a process: the Runtime's own, or what options.env says, inherited properties included.
func (w *world) environment(v goja.Value) []string {
	if v == nil || !v.ToBoolean() {
		return w.withNode(w.env.Host.Env.List())
	}
	o, ok := v.(*goja.Object)
	if !ok {
		o = v.ToObject(w.vm)
	}
	var list []string
	seen := map[string]bool{}
	for p := o; p != nil; p = p.Prototype() {
		for _, name := range p.Keys() {
			key := name
			if runtime.GOOS == "windows" {
				key = strings.ToUpper(name)
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			value := orUndefined(o.Get(name))
			if goja.IsUndefined(value) {
				continue
			}
			text := value.String()
			what := "options.env['" + name + "']"
			w.noNull(name, what)
			w.noNull(text, what)
			list = append(list, name+"="+text)
		}
	}
	return w.withNode(list)
}

// noNull throws if a string that the operating system will see ends earlier than the script thinks.
func (w *world) noNull(s, name string) {
	if strings.IndexByte(s, 0) >= 0 {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_VALUE", name, w.vm.ToValue(s), "must be a string without null bytes")
	}
}

// strings copies an array of arguments.
func (w *world) strings(list *goja.Object, name string) []string {
	n := int(list.Get("length").ToInteger())
	out := make([]string, n)
	for i := range out {
		out[i] = orUndefined(list.Get(strconv.Itoa(i))).String()
		if strings.IndexByte(out[i], 0) >= 0 {
			w.noNull(out[i], name+"["+strconv.Itoa(i)+"]")
		}
	}
	return out
}

// path reads a path given as a string, a Buffer or a file: URL.
func (w *world) path(v goja.Value, name string) string {
	var s string
	if goja.IsString(v) {
		s = v.String()
	} else if o, ok := v.(*goja.Object); ok && isURL(o) {
		s = jsconv.Call(w.env.Function("url", "fileURLToPath"), goja.Undefined(), v).String()
	} else if ok && jsconv.IsUint8Array(o) {
		b, _ := jsconv.Bytes(o)
		s = string(b)
	} else {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_TYPE", name, []string{"string", "Buffer", "URL"}, v)
	}
	if strings.IndexByte(s, 0) >= 0 {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_VALUE", name, v, "must be a string, Uint8Array, or URL without null bytes")
	}
	return s
}

// isURL goes by what Node goes by: href and protocol, and not the old parser's object.
func isURL(o *goja.Object) bool {
	has := func(name string) bool { v := o.Get(name); return v != nil && v.ToBoolean() }
	return has("href") && has("protocol") && jsconv.Missing(o.Get("auth")) && jsconv.Missing(o.Get("path"))
}

func (w *world) id(o options, name string) *uint32 {
	v := o.get(name)
	if jsconv.Nullish(v) {
		return nil
	}
	id := uint32(validate.Int32(w.vm, v, "options."+name))
	return &id
}

func (w *world) timeout(v goja.Value) int64 {
	if jsconv.Nullish(v) {
		return 0
	}
	return validate.Integer(w.vm, v, "timeout", 0, validate.MaxSafe)
}

func (w *world) maxBuffer(v goja.Value, otherwise float64) float64 {
	if jsconv.Nullish(v) {
		return otherwise
	}
	return validate.Number(w.vm, v, "options.maxBuffer", 0, math.Inf(1))
}

func (w *world) killSignal(v goja.Value) syscall.Signal {
	if jsconv.Nullish(v) {
		return syscall.SIGTERM
	}
	if !goja.IsString(v) && !goja.IsNumber(v) {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_TYPE", "options.killSignal", []string{"string", "number"}, v)
	}
	return w.toSignal(v)
}

// toSignal reads a signal's name, in any case, or its number.
func (w *world) toSignal(v goja.Value) syscall.Signal {
	if goja.IsNumber(v) {
		if n := v.ToFloat(); n == math.Trunc(n) && signals.Name(syscall.Signal(n)) != "" {
			return syscall.Signal(n)
		}
	} else if goja.IsString(v) {
		if n, ok := signals.Number(strings.ToUpper(v.String())); ok {
			return n
		}
	}
	if _, ok := v.(*goja.Object); ok {
		nodeerr.Throw(w.vm, "ERR_UNKNOWN_SIGNAL", nodeerr.InspectValue(w.vm, v, 0))
	}
	nodeerr.Throw(w.vm, "ERR_UNKNOWN_SIGNAL", v)
	return 0
}

func (w *world) abortSignal(v goja.Value, name string) *goja.Object {
	o, ok := v.(*goja.Object)
	if !ok || o.Get("aborted") == nil {
		nodeerr.Throw(w.vm, "ERR_INVALID_ARG_TYPE", name, "AbortSignal", v)
	}
	return o
}

func isArray(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && o.ClassName() == "Array"
}

func isBool(v goja.Value) bool {
	if _, ok := v.(*goja.Object); ok {
		return false
	}
	_, ok := v.Export().(bool)
	return ok
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}
