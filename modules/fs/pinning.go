package fs

import (
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/modules"
)

// Where permissions bound what of the file system a script may use, an operation does not use the paths that it was
// given: between the check of a path and its use a link could come in the way, be it by another thread of the script. It
// uses what was found when the path was checked, which is held until the operation is done (permission.Pin).

// errAccess: a path has come to lead elsewhere in the middle of an operation.
var errAccess error = syscall.EACCES

// pinning checks and pins the paths of one call, in the order in which its arguments are read.
type pinning struct {
	f      *files
	name   string
	args   args
	needs  []need
	begun  bool
	pins   []permission.Pin
	denied *goja.Object // why the call is refused
}

// pins tells whether an operation's paths are pinned. Others check by themselves what they use, or only tell names.
func (f *files) pins(name string) bool {
	switch name {
	case "cp", "glob", "symlink", "realpath", "native":
		return false
	}
	return f.host.Permissions != nil && !f.host.Permissions.Audit
}

// take is called for each path argument that is read.
func (k *pinning) take(p *path) {
	if !k.begun {
		k.begun = true
		for _, n := range k.f.needs(k.name, k.args) {
			if !isFd(k.args.at(n.argument)) {
				k.needs = append(k.needs, n)
			}
		}
	}
	if len(k.needs) == 0 || k.denied != nil {
		return
	}
	n := k.needs[0]
	k.needs = k.needs[1:]
	var scopes []permission.Scope
	if n.read {
		scopes = append(scopes, modules.ReadFile)
	}
	if n.write {
		scopes = append(scopes, modules.WriteFile)
	}
	checked := p.full
	if k.name == "mkdtemp" {
		checked += "XXXXXX"
	}
	if _, _, mounted := k.f.host.Mounts.Find(p.full); mounted || k.deep() {
		for _, s := range scopes {
			if k.denied == nil {
				k.denied = k.f.env.DeniedFile(s, checked, !n.itself)
			}
		}
		return
	}
	pin, ok := k.f.host.Permissions.Pin(checked, !n.itself, n.part(k), scopes...)
	if !ok {
		for _, s := range scopes {
			if k.denied == nil {
				k.denied = k.f.env.DeniedFile(s, checked, !n.itself)
			}
		}
		if k.denied == nil { // it changes faster than it can be looked at
			k.denied = k.f.env.Refused(scopes[0], checked)
		}
		return
	}
	k.pins = append(k.pins, pin)
	p.asked, p.full, p.flags = p.full, strings.TrimSuffix(pin.Name, checked[len(p.full):]), pin.Flags
}

// part is what the operation uses of the path.
func (n need) part(k *pinning) permission.Part {
	switch k.name {
	case "mkdir", "mkdtemp":
		return permission.Entry
	case "link":
		return permission.Entry
	case "open", "writeFile", "appendFile", "copyFile":
		if n.write && !n.itself {
			return permission.Creating
		}
	}
	if n.itself {
		return permission.Entry
	}
	return permission.Existing
}

// deep: mkdir makes folders one by one, and each of them is pinned then.
func (k *pinning) deep() bool {
	return k.name == "mkdir" && option(object(k.args.at(1)), "recursive").ToBoolean()
}

// release lets go of what the call has used.
func (k *pinning) release() {
	for i := range k.pins {
		k.pins[i].Release()
	}
	k.pins = nil
}

// makeDirIn makes a folder at a path that a script may write.
func (f *files) makeDirIn(dir string, mode uint32, make func(string, uint32) error) error {
	set := f.host.Permissions
	if set == nil {
		return make(dir, mode)
	}
	pin, ok := set.Pin(dir, true, permission.Entry, modules.WriteFile)
	if !ok {
		return errAccess
	}
	defer pin.Release()
	return make(pin.Name, mode)
}

// shown is a path in a pinned one's place that scripts may see.
func (p path) shown(at string) string {
	if rest, ok := strings.CutPrefix(at, p.full); ok && p.asked != "" {
		return p.asked + rest
	}
	return at
}
