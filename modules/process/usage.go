package process

import (
	"math"
	"math/big"
	"runtime"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// usage defines the clocks and what tells of resources.
func (p *process) usage() {
	vm := p.vm
	p.method("uptime", 0, func(goja.FunctionCall) goja.Value {
		return vm.ToValue(time.Since(p.host.Start).Seconds())
	})
	p.method("hrtime", 1, p.hrtime)
	hr := p.object.Get("hrtime").(*goja.Object)
	jsconv.Export(vm, hr, "bigint", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(big.NewInt(int64(monotonic()))) })
	p.method("memoryUsage", 0, func(goja.FunctionCall) goja.Value {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		o := vm.NewObject()
		_ = o.Set("rss", residentMemory())
		_ = o.Set("heapTotal", m.HeapSys-m.HeapReleased)
		_ = o.Set("heapUsed", m.HeapAlloc)
		_ = o.Set("external", m.StackSys+m.MSpanSys+m.MCacheSys+m.GCSys+m.OtherSys)
		_ = o.Set("arrayBuffers", 0)
		return o
	})
	jsconv.Export(vm, p.object.Get("memoryUsage").(*goja.Object), "rss", 0, func(goja.FunctionCall) goja.Value {
		return vm.ToValue(residentMemory())
	})
	p.method("constrainedMemory", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(constrainedMemory()) })
	p.method("availableMemory", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(availableMemory()) })
	p.method("cpuUsage", 1, p.cpu(processTimes))
	p.method("threadCpuUsage", 1, p.cpu(threadTimes))
	p.method("resourceUsage", 0, func(goja.FunctionCall) goja.Value {
		o := vm.NewObject()
		for _, f := range resources() {
			_ = o.Set(f.name, f.value)
		}
		return o
	})
}

// resource is one figure of resourceUsage.
type resource struct {
	name  string
	value int64
}

func (p *process) hrtime(c goja.FunctionCall) goja.Value {
	now := int64(monotonic())
	sec, nsec := now/1e9, now%1e9
	if prev := c.Argument(0); !goja.IsUndefined(prev) {
		a := validate.Array(p.vm, prev, "time")
		if n := a.Get("length"); n.ToInteger() != 2 {
			nodeerr.Throw(p.vm, "ERR_OUT_OF_RANGE", "time", "2", n)
		}
		sec -= jsconv.Get(a, "0").ToInteger()
		if nsec -= jsconv.Get(a, "1").ToInteger(); nsec < 0 {
			sec--
			nsec += 1e9
		}
	}
	return p.vm.NewArray(sec, nsec)
}

// cpu makes cpuUsage and threadCpuUsage: microseconds, since prevValue if given.
func (p *process) cpu(times func() (user, system int64)) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		user, system := times()
		if prev := c.Argument(0); !goja.IsUndefined(prev) && prev.ToBoolean() {
			if o, ok := prev.(*goja.Object); !ok || o.ClassName() == "Array" {
				nodeerr.Throw(p.vm, "ERR_INVALID_ARG_TYPE", "prevValue", "object", prev)
			}
			user -= p.previous(prev, "user")
			system -= p.previous(prev, "system")
		}
		o := p.vm.NewObject()
		_ = o.Set("user", user)
		_ = o.Set("system", system)
		return o
	}
}

func (p *process) previous(prev goja.Value, name string) int64 {
	v := jsconv.Get(prev, name)
	if !goja.IsNumber(v) {
		nodeerr.Throw(p.vm, "ERR_INVALID_ARG_TYPE", "prevValue."+name, "number", v)
	}
	if f := v.ToFloat(); !(f >= 0 && f <= math.MaxInt64) {
		nodeerr.Throw(p.vm, "ERR_INVALID_ARG_VALUE_RANGE", "prevValue."+name, v, "is invalid")
	}
	return v.ToInteger()
}
