// Package cluster is Node's cluster module (Node: cluster.md).
//
// A worker is a process that fork has started with NODE_UNIQUE_ID in its environment. It and the primary talk by messages
// of the channel's own, NODE_CLUSTER, in Node's form (js/intercom.js). When a worker's server is to listen it asks the
// primary (js/child.js), who listens for all of them and hands out connections in turn, or hands out what listens
// (js/shared.js, js/primary.js).
package cluster

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/cluster.js
var clusterJS string

//go:embed js/primary.js
var primaryJS string

//go:embed js/shared.js
var sharedJS string

//go:embed js/child.js
var childJS string

//go:embed js/worker.js
var workerJS string

//go:embed js/intercom.js
var intercomJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	modules.JS("cluster", clusterJS, nil),
	modules.JS("internal/cluster/primary", primaryJS, nil),
	modules.JS("internal/cluster/shared", sharedJS, handles),
	modules.JS("internal/cluster/child", childJS, nil),
	modules.JS("internal/cluster/worker", workerJS, nil),
	modules.JS("internal/cluster/intercom", intercomJS, nil),
}

func handles(env *modules.Env) *goja.Object { return env.Require("internal/net/binding") }
