package v8

import (
	"hash/fnv"
	"math"
	"runtime"
	"runtime/debug"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// figures are what Go's runtime tells of its heap, in bytes.
type figures struct {
	used, total, limit, external, allocated uint64
}

func (l *library) figures() (f figures) {
	// Package runtime/metrics would tell the same, and be initialised at every start.
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	f.used = m.HeapAlloc
	f.total = m.HeapSys - m.HeapReleased
	f.external = m.Sys - m.HeapReleased - f.total // stacks, the collector's own memory and the like
	f.allocated = m.TotalAlloc
	if f.limit = uint64(debug.SetMemoryLimit(-1)); f.limit >= math.MaxInt64 { // there is no limit but the machine's
		f.limit = uint64(jsconv.Call(l.env.Function("os", "totalmem"), nil).ToInteger())
	}
	return f
}

// set fills an object in the order of the names.
func (l *library) set(names []string, values []uint64) *goja.Object {
	o := l.vm.NewObject()
	for i, n := range names {
		_ = o.Set(n, values[i])
	}
	return o
}

func (l *library) heapStatistics(goja.FunctionCall) goja.Value {
	f := l.figures()
	return l.set([]string{"total_heap_size", "total_heap_size_executable", "total_physical_size", "total_available_size",
		"used_heap_size", "heap_size_limit", "malloced_memory", "peak_malloced_memory", "does_zap_garbage",
		"number_of_native_contexts", "number_of_detached_contexts", "total_global_handles_size", "used_global_handles_size",
		"external_memory", "total_allocated_bytes"},
		[]uint64{f.total, 0, f.total, f.limit - min(f.used, f.limit), f.used, f.limit, f.external, f.external, 0, 1, 0, 0, 0,
			f.external, f.allocated})
}

// heapSpaceStatistics has the names of V8's spaces. Go's heap is one, and counts as the old space.
func (l *library) heapSpaceStatistics(goja.FunctionCall) goja.Value {
	f := l.figures()
	list := l.vm.NewArray()
	for i, name := range [...]string{"read_only_space", "new_space", "old_space", "code_space", "shared_space", "trusted_space",
		"shared_trusted_space", "new_large_object_space", "large_object_space", "code_large_object_space",
		"shared_large_object_space", "shared_trusted_large_object_space", "trusted_large_object_space"} {
		var g figures
		if name == "old_space" {
			g = f
		}
		o := l.vm.NewObject()
		_ = o.Set("space_name", name)
		_ = o.Set("space_size", g.total)
		_ = o.Set("space_used_size", g.used)
		_ = o.Set("space_available_size", g.total-g.used)
		_ = o.Set("physical_space_size", g.total)
		_ = list.Set(l.vm.ToValue(i).String(), o)
	}
	return list
}

// versionTag is a number that changes with the engine's version and its flags.
func (l *library) versionTag(goja.FunctionCall) goja.Value {
	h := fnv.New32a()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "github.com/dop251/goja" {
				_, _ = h.Write([]byte(dep.Version + dep.Sum))
			}
		}
	}
	_, _ = h.Write([]byte(l.flags))
	return l.vm.ToValue(h.Sum32())
}
