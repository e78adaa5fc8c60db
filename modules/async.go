package modules

import "github.com/dop251/goja"

// AsyncHooks is told by the modules that schedule callbacks of what they schedule.
// Env has one once a script has asked async_hooks for an id or a hook, so nothing
// of it costs anything before. It is for the loop's goroutine.
type AsyncHooks interface {
	// Init makes a resource of a kind, such as "Timeout", in the context of the
	// one that is running. object is what scripts get to see of it.
	Init(kind string, object *goja.Object) *AsyncResource
	// Run calls f as a callback of r; nil stands for a resource that was made
	// before there were AsyncHooks.
	Run(r *AsyncResource, f func())
	// Late says that a callback has run that began before there were AsyncHooks.
	Late()
	// Destroy says that r, which may be nil, will not run again.
	Destroy(r *AsyncResource)
}

// AsyncResource is what callbacks belong to (Node: async_hooks.md).
type AsyncResource struct {
	ID, Trigger int64
	Object      *goja.Object
}
