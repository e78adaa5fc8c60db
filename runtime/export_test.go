package runtime

import "github.com/dop251/goja"

// Builtin gives tests the exports of a built-in module, internal ones too.
func (r *Runtime) Builtin(name string) *goja.Object { return r.env.Require(name) }
