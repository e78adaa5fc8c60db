// Package dns is Node's dns module: lookup and lookupService, which ask as the
// system would (the hosts file included), and resolve and its kin, which ask name
// servers.
//
// Nothing of it blocks the event loop: every question is a goroutine (lookup.go,
// query.go). What scripts call is embedded JavaScript, the form with callbacks and
// the one with promises made of the same list of operations.
package dns

import (
	"context"
	"embed"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "dns", JS: &js, File: "js/dns.js"},
	{Name: "dns/promises", JS: &js, File: "js/promises.js"},
	{Name: "internal/dns/resolver", JS: &js, File: "js/resolver.js", Bind: bind},
}

func bind(env *modules.Env) *goja.Object {
	lateinit.Need(lateinit.DNS)
	vm := env.VM
	b := env.Binding()
	// lookup(hostname, family, callback(code or null, [[address, family], ...]))
	_ = b.Set("lookup", func(c goja.FunctionCall) goja.Value {
		host, family := c.Argument(0).String(), int(c.Argument(1).ToInteger())
		if denied(env, host, c.Argument(2)) {
			return goja.Undefined()
		}
		start(env, c.Argument(2), func(ctx context.Context) (string, func() goja.Value) {
			found, code := lookup(ctx, host, family)
			env.Learned(host, found...)
			return code, func() goja.Value {
				list := make([]any, len(found))
				for i, a := range found {
					f := 6
					if a.Is4() {
						f = 4
					}
					list[i] = vm.NewArray(a.String(), f)
				}
				return vm.NewArray(list...)
			}
		})
		return goja.Undefined()
	})
	// lookupService(address, port, callback(code or null, [hostname, service]))
	_ = b.Set("lookupService", func(c goja.FunctionCall) goja.Value {
		address, port := c.Argument(0).String(), int(c.Argument(1).ToInteger())
		if denied(env, address, c.Argument(2)) {
			return goja.Undefined()
		}
		start(env, c.Argument(2), func(ctx context.Context) (string, func() goja.Value) {
			host, service, code := lookupService(ctx, address, port)
			return code, func() goja.Value { return vm.NewArray(host, service) }
		})
		return goja.Undefined()
	})
	// query({servers, timeout, maxTimeout, tries}, name, type, callback(code or null, records)) gives a
	// function that cancels it.
	_ = b.Set("query", func(c goja.FunctionCall) goja.Value {
		o := c.Argument(0)
		q := query{
			timeout: time.Duration(jsconv.Get(o, "timeout").ToInteger()) * time.Millisecond,
			longest: time.Duration(jsconv.Get(o, "maxTimeout").ToInteger()) * time.Millisecond,
			tries:   int(jsconv.Get(o, "tries").ToInteger()),
			name:    c.Argument(1).String(), kind: c.Argument(2).String(),
		}
		_ = vm.ExportTo(jsconv.Get(o, "servers"), &q.servers)
		if denied(env, q.name, c.Argument(3)) {
			return vm.ToValue(func(goja.FunctionCall) goja.Value { return goja.Undefined() })
		}
		cancel := start(env, c.Argument(3), func(ctx context.Context) (string, func() goja.Value) {
			records, code := q.run(ctx)
			return code, func() goja.Value {
				list := make([]any, len(records))
				for i, r := range records {
					list[i] = r.object(env)
				}
				return vm.NewArray(list...)
			}
		})
		return vm.ToValue(func(goja.FunctionCall) goja.Value {
			cancel()
			return goja.Undefined()
		})
	})
	_ = b.Set("servers", func(goja.FunctionCall) goja.Value {
		var list []any
		for _, s := range systemServers() {
			list = append(list, s)
		}
		return vm.NewArray(list...)
	})
	return b
}

// denied calls back with the permissions' refusal in the place of a code, if they refuse.
func denied(env *modules.Env, name string, callback goja.Value) bool {
	err := env.Denied(modules.Network, name)
	if err != nil {
		fn, _ := goja.AssertFunction(callback)
		env.Loop.NextTick(func() error {
			_, e := fn(goja.Undefined(), err, goja.Undefined())
			return e
		})
	}
	return err != nil
}

// start asks on a goroutine and calls back with a code, or null and the result.
func start(env *modules.Env, callback goja.Value, ask func(context.Context) (code string, result func() goja.Value)) context.CancelFunc {
	fn, _ := goja.AssertFunction(callback)
	ctx, cancel := context.WithCancel(env.Loop.Lifetime())
	request := env.Loop.NewRequest()
	go func() {
		code, result := ask(ctx)
		env.Loop.Post(func() error {
			request.Close()
			cancel()
			var err error
			if code != "" {
				_, err = fn(goja.Undefined(), env.VM.ToValue(code))
			} else {
				_, err = fn(goja.Undefined(), goja.Null(), result())
			}
			return err
		})
	}()
	return cancel
}
