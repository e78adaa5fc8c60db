// Package os is Node's os module.
//
// What the operating system is asked for differs by platform (host_linux.go,
// host_bsd.go, host_windows.go); nothing is asked before a script calls the
// function. The environment is the Runtime's: homedir and tmpdir follow
// process.env.
package os

import (
	"os"
	"runtime"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "os", Load: load}, {Name: "constants", Load: loadConstants}}

// loadConstants is the deprecated module "constants": those of os, fs and crypto in one object.
func loadConstants(env *modules.Env, module *goja.Object) {
	x := env.VM.NewObject()
	add := func(v goja.Value) {
		from, ok := v.(*goja.Object)
		if !ok {
			return
		}
		for _, name := range from.Keys() {
			if v := from.Get(name); goja.IsNumber(v) || name == "defaultCoreCipherList" {
				_ = x.Set(name, v)
			}
		}
	}
	constants := env.Require("os").Get("constants").(*goja.Object)
	for _, group := range []string{"dlopen", "errno", "priority", "signals"} {
		add(constants.Get(group))
	}
	add(env.Require("fs").Get("constants"))
	add(env.Require("crypto").Get("constants"))
	_ = module.Set("exports", x)
}

// cpu is one entry of os.cpus: the speed in MHz, times in milliseconds.
type cpu struct {
	model                        string
	speed                        int64
	user, nice, sys, idle, inter int64
}

// account is an entry of the password database.
type account struct {
	uid, gid              int
	username, home, shell string
	hasShell              bool
}

// system is what uname(2) tells.
type system struct{ name, release, version, machine string }

type module struct {
	env *modules.Env
	vm  *goja.Runtime
	x   *goja.Object
}

func load(env *modules.Env, mod *goja.Object) {
	m := &module{env: env, vm: env.VM, x: mod.Get("exports").(*goja.Object)}
	process := func(name string) func() any {
		return func() any { return env.Require("process").Get(name) }
	}
	m.coercible("arch", process("arch"))
	m.coercible("availableParallelism", func() any { return runtime.NumCPU() })
	m.method("cpus", 0, func(goja.FunctionCall) any { return m.cpus() })
	m.coercible("endianness", func() any { return endianness() })
	m.coercible("freemem", func() any { free, _ := memory(); return float64(free) })
	m.method("getPriority", 1, m.getPriority)
	m.coercible("homedir", func() any { return m.homedir() })
	m.coercible("hostname", func() any {
		name, err := os.Hostname()
		m.must("uv_os_gethostname", err)
		return name
	})
	m.method("loadavg", 0, func(goja.FunctionCall) any {
		l := loadavg()
		return m.vm.NewArray(l[0], l[1], l[2])
	})
	m.method("networkInterfaces", 0, func(goja.FunctionCall) any { return m.networkInterfaces() })
	m.coercible("platform", process("platform"))
	m.coercible("release", func() any { return uname().release })
	m.method("setPriority", 2, m.setPriority)
	m.coercible("tmpdir", func() any { return m.tmpdir() })
	m.coercible("totalmem", func() any { _, total := memory(); return float64(total) })
	m.coercible("type", func() any { return uname().name })
	m.method("userInfo", 1, m.userInfo)
	m.coercible("uptime", func() any { return uptime() })
	m.coercible("version", func() any { return uname().version })
	m.coercible("machine", func() any { return uname().machine })
	jsconv.Lazy(m.vm, m.x, "constants", true, func() goja.Value { return m.constants() })
	eol, null := "\n", "/dev/null"
	if runtime.GOOS == "windows" {
		eol, null = "\r\n", `\\.\nul`
	}
	_ = m.x.DefineDataProperty("EOL", m.vm.ToValue(eol), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	_ = m.x.DefineDataProperty("devNull", m.vm.ToValue(null), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

func (m *module) method(name string, length int, f func(goja.FunctionCall) any) {
	jsconv.Export(m.vm, m.x, name, length, func(c goja.FunctionCall) goja.Value { return m.vm.ToValue(f(c)) })
}

// coercible defines a function without parameters that also stands for its
// result: `${os.arch}`.
func (m *module) coercible(name string, f func() any) {
	m.method(name, 0, func(goja.FunctionCall) any { return f() })
	same := m.vm.ToValue(func(goja.FunctionCall) goja.Value { return m.vm.ToValue(f()) })
	_ = same.(*goja.Object).DefineDataProperty("name", m.vm.ToValue(""), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = m.x.Get(name).(*goja.Object).SetSymbol(goja.SymToPrimitive, same)
}

// must throws Node's SystemError if a call failed.
func (m *module) must(call string, err error) {
	if err == nil {
		return
	}
	e := nodeerr.FromOS(err, call, "")
	text := nodeerr.Text(e.Code)
	o := nodeerr.Make(m.vm, nodeerr.Error, "ERR_SYSTEM_ERROR", "A system error occurred: "+call+" returned "+e.Code+" ("+text+")")
	jsconv.Hidden(o, "name", m.vm.ToValue("SystemError"))
	info := m.vm.NewObject()
	_ = info.Set("errno", e.Errno)
	_ = info.Set("code", e.Code)
	_ = info.Set("message", text)
	_ = info.Set("syscall", call)
	_ = o.Set("info", info)
	_ = o.Set("errno", e.Errno)
	_ = o.Set("syscall", call)
	if s := o.Get("stack"); s != nil {
		jsconv.Hidden(o, "stack", m.vm.ToValue("System"+s.String()))
	}
	panic(o)
}

func endianness() string {
	switch runtime.GOARCH {
	case "mips", "mips64", "ppc64", "s390x":
		return "BE"
	}
	return "LE"
}

func (m *module) variable(names ...string) string {
	for _, n := range names {
		if v, _ := m.env.Host.Env.Get(n); v != "" {
			return v
		}
	}
	return ""
}

func (m *module) homedir() string {
	name := "HOME"
	if runtime.GOOS == "windows" {
		name = "USERPROFILE"
	}
	if v, ok := m.env.Host.Env.Get(name); ok {
		return v
	}
	a, err := current()
	m.must("uv_os_homedir", err)
	return a.home
}

func (m *module) tmpdir() string {
	if runtime.GOOS == "windows" {
		dir := m.variable("TEMP", "TMP")
		if dir == "" {
			dir = m.variable("SystemRoot", "windir") + `\temp`
		}
		if len(dir) > 1 && strings.HasSuffix(dir, `\`) && !strings.HasSuffix(dir, `:\`) {
			dir = dir[:len(dir)-1]
		}
		return dir
	}
	dir := m.variable("TMPDIR", "TMP", "TEMP")
	if dir == "" {
		return "/tmp"
	}
	if len(dir) > 1 {
		dir = strings.TrimSuffix(dir, "/")
	}
	return dir
}

func (m *module) cpus() goja.Value {
	var list []any
	for _, c := range cpus() {
		times := m.vm.NewObject()
		_ = times.Set("user", c.user)
		_ = times.Set("nice", c.nice)
		_ = times.Set("sys", c.sys)
		_ = times.Set("idle", c.idle)
		_ = times.Set("irq", c.inter)
		o := m.vm.NewObject()
		_ = o.Set("model", c.model)
		_ = o.Set("speed", c.speed)
		_ = o.Set("times", times)
		list = append(list, o)
	}
	return m.vm.NewArray(list...)
}

const (
	priorityHighest = -20
	priorityLow     = 19
)

func (m *module) pid(v goja.Value) int { return int(validate.Int32(m.vm, v, "pid")) }

func (m *module) getPriority(c goja.FunctionCall) any {
	pid := 0
	if v := c.Argument(0); !goja.IsUndefined(v) {
		pid = m.pid(v)
	}
	n, err := priority(pid)
	m.must("uv_os_getpriority", err)
	return n
}

func (m *module) setPriority(c goja.FunctionCall) any {
	pid, n := c.Argument(0), c.Argument(1)
	if goja.IsUndefined(n) { // setPriority(priority)
		pid, n = m.vm.ToValue(0), pid
	}
	id := m.pid(pid)
	p := validate.Integer(m.vm, n, "priority", priorityHighest, priorityLow)
	m.must("uv_os_setpriority", setPriority(id, int(p)))
	return goja.Undefined()
}

func (m *module) userInfo(c goja.FunctionCall) any {
	encoding := ""
	if o, ok := c.Argument(0).(*goja.Object); ok {
		if v := o.Get("encoding"); !jsconv.Nullish(v) {
			encoding = v.String()
		}
	}
	a, err := current()
	m.must("uv_os_get_passwd", err)
	text := func(s string) goja.Value {
		if encoding == "" || encoding == "utf8" || encoding == "utf-8" {
			return m.vm.ToValue(s)
		}
		b := m.env.NewBuffer([]byte(s))
		if encoding == "buffer" {
			return b
		}
		if jsconv.CallMethod(m.vm, b.Get("constructor").(*goja.Object), "isEncoding", m.vm.ToValue(encoding)).ToBoolean() {
			return jsconv.CallMethod(m.vm, b, "toString", m.vm.ToValue(encoding))
		}
		return m.vm.ToValue(s)
	}
	o := m.vm.CreateObject(nil)
	_ = o.Set("uid", a.uid)
	_ = o.Set("gid", a.gid)
	_ = o.Set("username", text(a.username))
	_ = o.Set("homedir", text(a.home))
	if a.hasShell {
		_ = o.Set("shell", text(a.shell))
	} else {
		_ = o.Set("shell", goja.Null())
	}
	return o
}
