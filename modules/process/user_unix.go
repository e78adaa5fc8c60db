//go:build unix

package process

import (
	"math"
	"os/user"
	"strconv"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// users defines what tells and changes whose process this is.
func (p *process) users() {
	vm := p.vm
	get := func(name string, f func() int) {
		p.method(name, 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(f()) })
	}
	get("getuid", syscall.Getuid)
	get("geteuid", syscall.Geteuid)
	get("getgid", syscall.Getgid)
	get("getegid", syscall.Getegid)
	p.method("getgroups", 0, func(goja.FunctionCall) goja.Value {
		groups, err := syscall.Getgroups()
		p.check(err, "getgroups")
		egid := syscall.Getegid()
		list, found := make([]any, 0, len(groups)+1), false
		for _, g := range groups {
			list, found = append(list, g), found || g == egid
		}
		if !found {
			list = append(list, egid)
		}
		return vm.NewArray(list...)
	})
	set := func(name string, find func(string) (int, bool), kind string, f func(int) error) {
		p.method(name, 1, func(c goja.FunctionCall) goja.Value {
			p.check(f(p.id(c.Argument(0), "id", kind, find)), name)
			return goja.Undefined()
		})
	}
	set("setuid", userID, "User", syscall.Setuid)
	set("seteuid", userID, "User", func(id int) error { return syscall.Setreuid(-1, id) })
	set("setgid", groupID, "Group", syscall.Setgid)
	set("setegid", groupID, "Group", func(id int) error { return syscall.Setregid(-1, id) })
	p.method("setgroups", 1, func(c goja.FunctionCall) goja.Value {
		list := validate.Array(vm, c.Argument(0), "groups")
		ids := make([]int, int(list.Get("length").ToInteger()))
		for i := range ids {
			ids[i] = p.id(list.Get(strconv.Itoa(i)), "groups["+strconv.Itoa(i)+"]", "Group", groupID)
		}
		p.check(syscall.Setgroups(ids), "setgroups")
		return goja.Undefined()
	})
	p.method("initgroups", 2, func(c goja.FunctionCall) goja.Value {
		p.idType(c.Argument(0), "user")
		p.idType(c.Argument(1), "extraGroup")
		name := c.Argument(0).String()
		if goja.IsNumber(c.Argument(0)) {
			u, err := user.LookupId(name)
			if err != nil {
				nodeerr.Throw(vm, "ERR_UNKNOWN_CREDENTIAL", "User", name)
			}
			name = u.Username
		}
		extra := p.id(c.Argument(1), "extraGroup", "Group", groupID)
		u, err := user.Lookup(name)
		if err != nil {
			nodeerr.Throw(vm, "ERR_UNKNOWN_CREDENTIAL", "User", name)
		}
		ids := []int{extra}
		groups, err := u.GroupIds()
		p.check(err, "initgroups")
		for _, g := range groups {
			if n, err := strconv.Atoi(g); err == nil && n != extra {
				ids = append(ids, n)
			}
		}
		p.check(syscall.Setgroups(ids), "initgroups")
		return goja.Undefined()
	})
}

// check throws what a system call has failed with.
func (p *process) check(err error, call string) {
	if err != nil {
		// These errors have a form of their own: the C library's words, a positive errno.
		e := nodeerr.FromOS(err, call, "")
		text := err.Error()
		e.Errno, e.Message = -e.Errno, e.Code+", "+strings.ToUpper(text[:1])+text[1:]
		panic(nodeerr.System(p.vm, e))
	}
}

func (p *process) idType(v goja.Value, name string) {
	if !goja.IsNumber(v) && !goja.IsString(v) {
		nodeerr.Throw(p.vm, "ERR_INVALID_ARG_TYPE", name, []string{"number", "string"}, v)
	}
}

// id reads a user or group: a number or a name.
func (p *process) id(v goja.Value, name, kind string, find func(string) (int, bool)) int {
	if v == nil {
		v = goja.Undefined()
	}
	p.idType(v, name)
	if goja.IsNumber(v) {
		return int(validate.Integer(p.vm, v, name, 0, math.MaxUint32))
	}
	n, ok := find(v.String())
	if !ok {
		nodeerr.Throw(p.vm, "ERR_UNKNOWN_CREDENTIAL", kind, v.String())
	}
	return n
}

func userID(name string) (int, bool) {
	u, err := user.Lookup(name)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(u.Uid)
	return n, err == nil
}

func groupID(name string) (int, bool) {
	g, err := user.LookupGroup(name)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(g.Gid)
	return n, err == nil
}
