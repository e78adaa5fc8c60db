package process

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// directory defines cwd, chdir and umask.
func (p *process) directory() {
	vm := p.vm
	p.method("cwd", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(p.host.Dir()) })
	p.method("chdir", 1, func(c goja.FunctionCall) goja.Value {
		dir := validate.String(vm, c.Argument(0), "directory")
		full := filepath.Clean(p.host.Path(dir))
		p.env.Permit(modules.ReadFile, full)
		err := enterable(dir, full)
		if err != nil {
			e := nodeerr.FromOS(err, "chdir", p.host.Dir())
			e.Dest = dir
			panic(nodeerr.System(vm, e))
		}
		// Node's cwd has no symbolic links left.
		if real, err := filepath.EvalSymlinks(full); err == nil {
			full = real
		}
		p.host.SetDir(full)
		return goja.Undefined()
	})
	p.method("umask", 1, func(c goja.FunctionCall) goja.Value {
		old := p.host.Umask
		if old < 0 {
			old = systemUmask()
		}
		if v := c.Argument(0); !goja.IsUndefined(v) {
			p.host.Umask = int(p.mode(v, "mask") & 0o777)
		}
		return vm.ToValue(old)
	})
}

// enterable reports why a directory cannot be the current one.
func enterable(dir, full string) error {
	if dir == "" {
		return os.ErrNotExist
	}
	if st, err := os.Stat(full); err != nil {
		return err
	} else if !st.IsDir() {
		return notDirectory
	}
	return searchable(full)
}

// mode reads a file mode: a number, or a string of octal digits.
func (p *process) mode(v goja.Value, name string) uint32 {
	if goja.IsString(v) {
		n, err := strconv.ParseUint(v.String(), 8, 32)
		if err != nil || strings.ContainsAny(v.String(), "_+-") {
			nodeerr.Throw(p.vm, "ERR_INVALID_ARG_VALUE", name, v, "must be a 32-bit unsigned integer or an octal string")
		}
		return uint32(n)
	}
	return validate.Uint32(p.vm, v, name)
}
