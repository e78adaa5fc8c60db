package os

import (
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/signals"
)

type errno struct {
	name   string
	number syscall.Errno
}

// constants is os.constants; objects without prototype, as in Node.
func (m *module) constants() *goja.Object {
	table := func() *goja.Object { return m.vm.CreateObject(nil) }
	c := table()
	_ = c.Set("UV_UDP_REUSEADDR", 4)

	dlopen := table()
	switch runtime.GOOS {
	case "windows":
	case "darwin":
		set(dlopen, "RTLD_LAZY", 1, "RTLD_NOW", 2, "RTLD_GLOBAL", 8, "RTLD_LOCAL", 4)
	default:
		set(dlopen, "RTLD_LAZY", 1, "RTLD_NOW", 2, "RTLD_GLOBAL", 256, "RTLD_LOCAL", 0)
		if runtime.GOOS == "linux" {
			set(dlopen, "RTLD_DEEPBIND", 8)
		}
	}
	_ = c.Set("dlopen", dlopen)

	numbers := table()
	list := slices.Clone(errnos())
	slices.SortFunc(list, func(a, b errno) int { return strings.Compare(a.name, b.name) })
	for _, e := range list {
		_ = numbers.Set(e.name, int(e.number))
	}
	_ = c.Set("errno", numbers)

	sigs := table()
	for _, s := range signals.All() {
		_ = sigs.DefineDataProperty(s.Name, m.vm.ToValue(int(s.Number)), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	}
	freeze, _ := goja.AssertFunction(m.vm.Get("Object").(*goja.Object).Get("freeze"))
	_, _ = freeze(nil, sigs)
	_ = c.Set("signals", sigs)

	priority := table()
	set(priority, "PRIORITY_LOW", priorityLow, "PRIORITY_BELOW_NORMAL", 10, "PRIORITY_NORMAL", 0,
		"PRIORITY_ABOVE_NORMAL", -7, "PRIORITY_HIGH", -14, "PRIORITY_HIGHEST", priorityHighest)
	_ = c.Set("priority", priority)
	return c
}

// set takes names and values in turn.
func set(o *goja.Object, pairs ...any) {
	for i := 0; i < len(pairs); i += 2 {
		_ = o.Set(pairs[i].(string), pairs[i+1])
	}
}
