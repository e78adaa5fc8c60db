package runtime

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/spawn"
)

// Permissions are what a script may do. The zero value allows nothing outside the VM, save reading the environment:
// neither files nor children nor the network.
type Permissions = permission.Grants

// WithPermissions lets scripts do what p allows, and refuses everything else with ERR_ACCESS_DENIED, as Node does under
// --permission. process.permission.has tells scripts what they may. Without it everything is allowed but children, which
// WithChildren allows.
//
// What the script starts with fork, as a Worker, or, in a program that is gojs, by name, may do no more. Paths are
// checked where their symbolic links lead. Commands are checked by spawn.Allow, whose writable files are those that p
// allows to be written.
func WithPermissions(p Permissions) Option { return func(c *config) { c.grants = &p } }

// WithPermissionAudit refuses nothing of what WithPermissions would, and publishes it on the diagnostics channels
// node:permission-model:fs, :child, :net, :worker and so on.
func WithPermissionAudit() Option { return func(c *config) { c.audit = true } }

// withinFlag hands a parent's permissions to a gojs that it starts. It is none that scripts see.
const withinFlag = "--permission-within"

// withinPermissions bounds the Runtime by what whoever started the process may do.
func withinPermissions(s *permission.Set) Option {
	return func(c *config) { c.within = s.And(c.within) }
}

// permit sets up the Runtime's permissions.
func (c *config) permit(h *modules.Host) error {
	if c.grants == nil && !c.starts && !c.own {
		h.Middleware = []spawn.Middleware{noChildren}
	}
	if c.grants == nil && c.within == nil {
		return nil
	}
	set := c.within
	if c.grants != nil {
		set = permission.New(*c.grants, h.Dir()).And(c.within)
	}
	set.Audit = c.audit && c.within == nil // who is bound cannot ask to be only watched
	h.Permissions = set
	if set.Audit {
		return nil
	}
	for _, name := range h.Env.Names() {
		if !set.Has(permission.Env, name) {
			h.Env.Delete(name)
		}
	}
	door, err := c.children(h, set)
	h.Middleware = append([]spawn.Middleware{door}, h.Middleware...)
	return err
}

// noChildren is in front of everything in a program that has said nothing of children.
func noChildren(spawn.Func) spawn.Func {
	return func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
		return nil, &spawn.DeniedError{Resource: cmd.Name, Reason: "scripts start no processes here, unless the Go program says runtime.WithChildren"}
	}
}

// children is the middleware that keeps a script's processes within its permissions.
func (c *config) children(h *modules.Host, set *permission.Set) (spawn.Middleware, error) {
	all, names := set.Commands()
	switch {
	case all:
		return func(next spawn.Func) spawn.Func {
			return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
				handOn(cmd, set)
				return next(ctx, cmd)
			}
		}, nil
	case len(names) == 0:
		return func(spawn.Func) spawn.Func {
			return func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
				return nil, &spawn.DeniedError{Resource: cmd.Name}
			}
		}, nil
	}
	policy := spawn.Policy{Writable: func(path string) bool { return set.HasFile(permission.FileSystemWrite, path, true) }}
	policy.Path, _ = h.Env.Get("PATH")
	for _, name := range names {
		// Whoever names a shell has allowed it.
		policy.Rules = append(policy.Rules, spawn.Rule{File: name, Shell: spawn.IsShell(name), Detached: true})
	}
	allow, err := spawn.Allow(policy)
	if err != nil {
		return nil, err
	}
	self := selfOf(h.ExecPath)
	return func(next spawn.Func) spawn.Func {
		return allow(func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
			forked := slices.ContainsFunc(cmd.Stdio, func(s spawn.Stdio) bool { return s.Kind == spawn.Channel })
			if real, err := filepath.EvalSymlinks(cmd.File); err == nil && real == self && (c.own || forked) {
				keepWithin(cmd, set)
			}
			return next(ctx, cmd)
		})
	}, nil
}

func selfOf(execPath string) string {
	if real, err := filepath.EvalSymlinks(execPath); err == nil {
		return real
	}
	return execPath
}

// keepWithin makes a gojs that is started keep to a Set, whatever its other arguments say.
func keepWithin(cmd *spawn.Command, set *permission.Set) {
	if len(cmd.Argv) > 0 {
		cmd.Argv = slices.Insert(slices.Clone(cmd.Argv), 1, withinFlag+"="+set.Encode())
	}
}

// handOn gives the options that made the Set to children by NODE_OPTIONS, as Node does: where every command is allowed,
// a child is bound only if it has not been told otherwise.
func handOn(cmd *spawn.Command, set *permission.Set) {
	const name = "NODE_OPTIONS"
	before, _ := cmd.Getenv(name)
	isFlag := func(s string) bool { return s == "--permission" || s == "--permission-audit" }
	if slices.ContainsFunc(cmd.Args(), isFlag) || slices.ContainsFunc(strings.Fields(before), isFlag) {
		return
	}
	var words []string
	for _, g := range set.Grants() {
		for _, f := range g.Flags() {
			if strings.ContainsAny(f, ` "\`) {
				f = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(f) + `"`
			}
			if !slices.Contains(words, f) {
				words = append(words, f)
			}
		}
	}
	if before != "" {
		words = append(words, before)
	}
	env := slices.DeleteFunc(slices.Clone(cmd.Env), func(kv string) bool { return strings.HasPrefix(kv, name+"=") })
	cmd.Env = append(env, name+"="+strings.Join(words, " "))
}

func (r *Runtime) warnFirst(f func() error) func() error {
	return func() error {
		r.warnOfGrants()
		return f()
	}
}

// warnOfGrants warns, as a command does, of grants that undo others.
func (r *Runtime) warnOfGrants() {
	g := r.grants
	if g == nil {
		return
	}
	r.grants = nil
	warn := func(text, kind string) {
		jsconv.CallMethod(r.vm, r.env.Require("process"), "emitWarning", r.vm.ToValue(text), r.vm.ToValue(kind))
	}
	if len(g.Net) > 0 {
		warn("The flag --allow-net is under experimental phase.", "ExperimentalWarning")
	}
	for _, f := range [...]struct {
		on   bool
		flag string
	}{
		{g.Addons, "--allow-addons"}, {slices.Contains(g.Commands, "*"), "--allow-child-process"},
		{g.Inspector, "--allow-inspector"}, {g.WASI, "--allow-wasi"}, {g.Worker, "--allow-worker"},
	} {
		if f.on {
			warn("The flag "+f.flag+" must be used with extreme caution. It could invalidate the permission model.", "SecurityWarning")
		}
	}
}
