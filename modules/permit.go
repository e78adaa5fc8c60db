package modules

import (
	"net/netip"
	"os"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/permission"
)

// Scope is a kind of thing that a script may be allowed to do.
type Scope = permission.Scope

// What Permit and Denied are asked about, with what their resource is.
const (
	ReadFile     = permission.FileSystemRead  // its absolute path
	WriteFile    = permission.FileSystemWrite // its absolute path
	ChildProcess = permission.ChildProcess    // the file, for what is no spawn.Command
	Worker       = permission.WorkerThreads   // ""
	Network      = permission.Net             // "host:port", a host to look up, the path of a Unix socket
	Addon        = permission.Addon           // ""
	Inspector    = permission.Inspector       // ""
	WASI         = permission.WASI            // ""
)

// Permit throws ERR_ACCESS_DENIED if the script may not do something. It comes before whatever a module does outside the
// VM, and for a file follows symbolic links to where they lead.
func (e *Env) Permit(scope Scope, resource string) {
	if err := e.Denied(scope, resource); err != nil {
		panic(err)
	}
}

// Denied is the error that Permit would throw, nil if the script may.
func (e *Env) Denied(scope Scope, resource string) *goja.Object {
	s := e.Host.Permissions
	if s == nil {
		return nil
	}
	if scope == ReadFile || scope == WriteFile {
		return e.DeniedFile(scope, resource, true)
	}
	if s.Has(scope, resource) {
		return nil
	}
	return e.refused(scope, resource)
}

// DeniedFile is Denied for a file; follow says whether what is to be done follows a symbolic link at the path's end.
func (e *Env) DeniedFile(scope Scope, path string, follow bool) *goja.Object {
	if e.Host.Permissions.HasFile(scope, path, follow) {
		return nil
	}
	if _, _, ok := e.Host.Mounts.Find(path); ok && scope == ReadFile {
		return nil
	}
	return e.refused(scope, path)
}

// ReadFile reads a file that the script may read, and no other that may have come in its place; denied is the error that
// Denied gives for one that it may not.
func (e *Env) ReadFile(file string) (b []byte, denied *goja.Object, err error) {
	if _, _, ok := e.Host.Mounts.Find(file); ok {
		b, err = e.Host.Mounts.ReadFile(file)
		return b, nil, err
	}
	pin, ok := e.Host.Permissions.Pin(file, true, permission.Existing, ReadFile)
	if !ok {
		return nil, e.refused(ReadFile, file), nil
	}
	defer pin.Release()
	b, err = os.ReadFile(pin.Name)
	return b, nil, err
}

// Learned tells the permissions what a host name stands for.
func (e *Env) Learned(name string, addresses ...netip.Addr) {
	e.Host.Permissions.Learn(name, addresses...)
}

// Refused is Denied for what is refused whatever the permissions say of it by now.
func (e *Env) Refused(scope Scope, resource string) *goja.Object { return e.refused(scope, resource) }

// refused tells of a refusal, and makes the error unless the permissions are only watched.
func (e *Env) refused(scope Scope, resource string) *goja.Object {
	e.tellRefusal(scope, resource)
	if e.Host.Permissions.Audit {
		return nil
	}
	err := nodeerr.Plain(e.VM, nodeerr.Error, "Access to this API has been restricted. Use "+scope.Flag()+" to manage permissions.")
	_ = err.Set("code", "ERR_ACCESS_DENIED")
	_ = err.Set("permission", scope.String())
	_ = err.Set("resource", resource)
	return err
}

func (e *Env) tellRefusal(scope Scope, resource string) {
	if e.Host.Publish == nil {
		return
	}
	e.Host.Publish(scope.Channel(), func() *goja.Object {
		message := e.VM.NewObject()
		_ = message.Set("permission", scope.String())
		_ = message.Set("resource", resource)
		return message
	})
}

// Permitted is process.permission.has: whether the script may do something, without an error if not.
func (e *Env) Permitted(scope Scope, resource string) bool {
	if e.Host.Permissions.Has(scope, resource) {
		return true
	}
	e.tellRefusal(scope, resource)
	return false
}
