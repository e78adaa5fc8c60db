// Package cluster is Node's cluster module (Node: cluster.md).
//
// A worker is a process that fork has started with NODE_UNIQUE_ID in its environment. It and the primary talk by messages
// of the channel's own, NODE_CLUSTER, in Node's form (js/intercom.js). When a worker's server is to listen it asks the
// primary (js/child.js), who listens for all of them and hands out connections in turn, or hands out what listens
// (js/shared.js, js/primary.js).
package cluster

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "cluster", JS: &js, File: "js/cluster.js"},
	{Name: "internal/cluster/primary", JS: &js, File: "js/primary.js"},
	{Name: "internal/cluster/shared", JS: &js, File: "js/shared.js", Bind: handles},
	{Name: "internal/cluster/child", JS: &js, File: "js/child.js"},
	{Name: "internal/cluster/worker", JS: &js, File: "js/worker.js"},
	{Name: "internal/cluster/intercom", JS: &js, File: "js/intercom.js"},
}

func handles(env *modules.Env) *goja.Object { return env.Require("internal/net/binding") }
