// Package perfhooks is Node's perf_hooks module and the global performance: a
// clock, marks and measures and their observers, timerify, histograms.
//
// The clock is all that most scripts want of it, so that everything else is loaded
// when it is used.
package perfhooks

import (
	"embed"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "perf_hooks", Load: load},
	{Name: "internal/perf/entries", JS: &js, File: "js/entries.js", Bind: clock},
	{Name: "internal/perf/histogram", JS: &js, File: "js/histogram.js", Bind: clock},
	{Name: "internal/perf/performance", JS: &js, File: "js/performance.js", Bind: clock},
	{Name: "internal/perf/timerify", JS: &js, File: "js/timerify.js", Bind: clock},
	{Name: "internal/perf/timing", JS: &js, File: "js/timing.js", Bind: clock},
}

// exported says which file each export of perf_hooks comes from, in Node's order.
var exported = [...]struct{ name, file string }{
	{"Performance", "performance"},
	{"PerformanceEntry", "entries"},
	{"PerformanceMark", "entries"},
	{"PerformanceMeasure", "entries"},
	{"PerformanceObserver", "entries"},
	{"PerformanceObserverEntryList", "entries"},
	{"PerformanceResourceTiming", "entries"},
	{"monitorEventLoopDelay", "histogram"},
	{"eventLoopUtilization", "timing"},
	{"timerify", "timerify"},
	{"createHistogram", "histogram"},
	{"performance", "performance"},
}

// constants are V8's kinds of garbage collection, and what it says of one.
var constants = [...]struct {
	name  string
	value int
}{
	{"NODE_PERFORMANCE_GC_MAJOR", 4},
	{"NODE_PERFORMANCE_GC_MINOR", 1},
	{"NODE_PERFORMANCE_GC_INCREMENTAL", 8},
	{"NODE_PERFORMANCE_GC_WEAKCB", 16},
	{"NODE_PERFORMANCE_GC_FLAGS_NO", 0},
	{"NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED", 2},
	{"NODE_PERFORMANCE_GC_FLAGS_FORCED", 4},
	{"NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING", 8},
	{"NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE", 16},
	{"NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY", 32},
	{"NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE", 64},
}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	for _, e := range exported {
		jsconv.Lazy(vm, x, e.name, true, func() goja.Value { return env.Require("internal/perf/" + e.file).Get(e.name) })
	}
	list := vm.NewObject()
	for _, c := range constants {
		_ = list.DefineDataProperty(c.name, vm.ToValue(c.value), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	}
	_ = x.DefineDataProperty("constants", list, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
}

// milliseconds are with fractions, since the Runtime began.
func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func clock(env *modules.Env) *goja.Object {
	vm := env.VM
	start := env.Host.Start
	b := env.Binding()
	_ = b.Set("now", func(goja.FunctionCall) goja.Value { return vm.ToValue(milliseconds(time.Since(start))) })
	// account gives when the loop began, 0 if it has not, and how long it was idle and active since.
	_ = b.Set("account", func(goja.FunctionCall) goja.Value {
		began, idle, active := env.Loop.Account()
		at := 0.0
		if !began.IsZero() {
			at = milliseconds(began.Sub(start))
		}
		return vm.NewArray(at, milliseconds(idle), milliseconds(active))
	})
	_ = b.Set("timeOrigin", float64(start.UnixNano())/float64(time.Millisecond))
	return b
}
