// Package permission says what a script may do: Node's permission model (Node: permissions.md), with scopes that Node
// lacks for children, the network and the environment.
//
// A [Set] is one or more Grants, and allows what all of them allow: a script that starts another one hands on its own
// Set, which the other's grants can only narrow. The checks are made where modules reach the operating system, by
// modules.Env.Permit and Denied.
package permission

import (
	"net/netip"
	"strings"
	"sync"
)

// Grants are what is allowed. The zero value allows nothing, save the environment.
type Grants struct {
	// Read and Write are paths of the file system. A folder stands for all that is in it; a * at the end for whatever
	// begins like that; "*" alone for everything. Relative paths count from the Runtime's directory.
	Read, Write []string
	// Net is who may be spoken to and where to listen: "host", "host:port", ":port", "[v6]:port", the path of a Unix
	// socket, "*" for everybody. A name also allows the addresses it stands for.
	Net []string
	// Commands are the children that may be started, as in spawn.Rule.File; "*" allows all and leaves them as they are.
	// A shell must be named like any other.
	Commands []string
	// Env are the variables that exist for the script; "APP_*" stands for all that begin so. Nil: all of them.
	Env []string
	// Worker, Addons, WASI and Inspector allow what their names say.
	Worker, Addons, WASI, Inspector bool
}

// Scope is a kind of thing that may be allowed.
type Scope uint8

const (
	None Scope = iota
	FileSystem
	FileSystemRead
	FileSystemWrite
	ChildProcess
	WorkerThreads
	WASI
	Addon
	Inspector
	Net
	Env
)

// String is Node's name of the scope, as error.permission has it.
func (s Scope) String() string {
	return [...]string{"", "FileSystem", "FileSystemRead", "FileSystemWrite", "ChildProcess", "WorkerThreads", "WASI", "Addon", "Inspector", "Net", "Env"}[s]
}

// Flag is the option that grants the scope.
func (s Scope) Flag() string {
	return [...]string{"", "--allow-fs-read", "--allow-fs-read", "--allow-fs-write", "--allow-child-process", "--allow-worker", "--allow-wasi",
		"--allow-addons", "--allow-inspector", "--allow-net", "--allow-env"}[s]
}

// Channel is the diagnostics channel that hears of refusals.
func (s Scope) Channel() string {
	return "node:permission-model:" + [...]string{"", "fs", "fs", "fs", "child", "worker", "wasi", "addon", "inspector", "net", "env"}[s]
}

// Parse reads what process.permission.has takes; None if there is no such scope.
func Parse(name string) Scope {
	switch name {
	case "fs":
		return FileSystem
	case "fs.read":
		return FileSystemRead
	case "fs.write":
		return FileSystemWrite
	case "child":
		return ChildProcess
	case "worker":
		return WorkerThreads
	case "wasi":
		return WASI
	case "addon":
		return Addon
	case "inspector":
		return Inspector
	case "net":
		return Net
	case "env":
		return Env
	}
	return None
}

// Set is what all of several Grants allow. A nil *Set allows everything. It may be used from any goroutine.
type Set struct {
	layers []layer
	// Audit: nothing is refused, but what would be is told of.
	Audit bool

	mu    sync.Mutex
	names map[netip.Addr][]string // what addresses were looked up as
}

// New makes a Set of grants whose relative paths count from dir.
func New(g Grants, dir string) *Set { return &Set{layers: []layer{compile(g, dir)}} }

// And is a Set that also keeps to what within allows, which may be nil.
func (s *Set) And(within *Set) *Set {
	if within == nil {
		return s
	}
	if s == nil {
		return within
	}
	return &Set{layers: append(append([]layer(nil), s.layers...), within.layers...), Audit: s.Audit && within.Audit}
}

// Has reports whether something is allowed, whoever asks and whatever Audit says. Without a resource it is: anything at
// all of that scope.
func (s *Set) Has(scope Scope, resource string) bool {
	if s == nil {
		return true
	}
	for i := range s.layers {
		if !s.layers[i].has(s, scope, resource) {
			return false
		}
	}
	return true
}

// Grants are those that the Set was made of.
func (s *Set) Grants() []Grants {
	if s == nil {
		return nil
	}
	list := make([]Grants, len(s.layers))
	for i := range s.layers {
		list[i] = s.layers[i].grants
	}
	return list
}

// Commands are the children that may be started: all of them, or by name.
func (s *Set) Commands() (all bool, names []string) {
	all = true
	for i := range s.layers {
		l := &s.layers[i]
		if everything(l.grants.Commands) {
			continue
		}
		if all {
			all, names = false, l.grants.Commands
			continue
		}
		var both []string
		for _, n := range names {
			for _, m := range l.grants.Commands {
				if n == m {
					both = append(both, n)
				}
			}
		}
		names = both
	}
	return all, names
}

// Learn says that name was looked up and stands for addresses.
func (s *Set) Learn(name string, addresses ...netip.Addr) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.names == nil {
		s.names = map[netip.Addr][]string{}
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	for _, a := range addresses {
		a = a.Unmap()
		known := false
		for _, n := range s.names[a] {
			known = known || n == name
		}
		if !known {
			s.names[a] = append(s.names[a], name)
		}
	}
}

func (s *Set) namesOf(a netip.Addr) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names[a.Unmap()]
}

// layer is Grants made ready.
type layer struct {
	grants      Grants
	dir         string // which relative paths count from
	read, write places
}

func compile(g Grants, dir string) layer {
	return layer{grants: g, dir: dir, read: areas(g.Read, dir), write: areas(g.Write, dir)}
}

func everything(list []string) bool {
	for _, s := range list {
		if s == "*" {
			return true
		}
	}
	return false
}

func (l *layer) has(s *Set, scope Scope, resource string) bool {
	g := &l.grants
	switch scope {
	case FileSystem:
		return l.has(s, FileSystemRead, resource) && l.has(s, FileSystemWrite, resource)
	case FileSystemRead:
		return covers(l.read, resource)
	case FileSystemWrite:
		return covers(l.write, resource)
	case ChildProcess:
		return listed(g.Commands, resource)
	case Net:
		return l.reaches(s, resource)
	case Env:
		return g.Env == nil || named(g.Env, resource)
	case WorkerThreads:
		return g.Worker
	case WASI:
		return g.WASI
	case Addon:
		return g.Addons
	case Inspector:
		return g.Inspector
	}
	return false
}

func listed(list []string, name string) bool {
	for _, s := range list {
		if s == "*" || name != "" && s == name {
			return true
		}
	}
	return false
}

// named tells whether one of list is name, or ends with * and begins it.
func named(list []string, name string) bool {
	for _, s := range list {
		if prefix, ok := strings.CutSuffix(s, "*"); s == name || ok && strings.HasPrefix(name, prefix) && (name != "" || prefix == "") {
			return true
		}
	}
	return false
}
