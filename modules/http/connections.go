package http

import (
	"cmp"
	"slices"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/slots"
)

// connections is what an object of class ConnectionsList stands for: the parsers of a server's connections.
type connections struct{ all map[*parser]struct{} }

var connectionsSlot = jsconv.Slot[connections]{Name: "ConnectionsList"}

func (w *world) connectionsClass(x *goja.Object) {
	class, proto := jsconv.Class(w.vm, "ConnectionsList", func(call goja.ConstructorCall) {
		connectionsSlot.Set(w.vm, call.This, &connections{map[*parser]struct{}{}})
	})
	_ = x.Set("ConnectionsList", class)
	which := func(name string, choose func(call goja.FunctionCall) func(*parser) bool) {
		jsconv.Method(w.vm, proto, name, 0, connectionsSlot.Func(w.vm, func(c *connections, call goja.FunctionCall) goja.Value {
			var found []*parser
			chosen := choose(call)
			for p := range c.all {
				if chosen(p) {
					found = append(found, p)
				}
			}
			slices.SortFunc(found, func(a, b *parser) int { return cmp.Compare(a.began.UnixNano(), b.began.UnixNano()) })
			objects := make([]goja.Value, len(found))
			for i, p := range found {
				objects[i] = p.object
			}
			return slots.NewArray(w.vm, objects)
		}))
	}
	// Each returns the parsers of some connections: of all, of those that are between messages, of the others, and of
	// those whose head or whole message has been expected for longer than so many milliseconds, 0 being for ever.
	which("all", func(goja.FunctionCall) func(*parser) bool { return func(*parser) bool { return true } })
	which("idle", func(goja.FunctionCall) func(*parser) bool { return func(p *parser) bool { return p.began.IsZero() } })
	which("active", func(goja.FunctionCall) func(*parser) bool { return func(p *parser) bool { return !p.began.IsZero() } })
	which("expired", func(call goja.FunctionCall) func(*parser) bool {
		head, whole := call.Argument(0).ToInteger(), call.Argument(1).ToInteger()
		now := time.Now()
		return func(p *parser) bool {
			if p.began.IsZero() {
				return false
			}
			passed := now.Sub(p.began)
			late := func(limit int64) bool { return limit > 0 && passed > time.Duration(limit)*time.Millisecond }
			if (p.headed || !late(head)) && !late(whole) {
				return false
			}
			p.began = time.Time{} // told once
			return true
		}
	})
}
