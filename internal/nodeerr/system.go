package nodeerr

import (
	"errors"
	"io/fs"
	"strconv"
	"syscall"

	"github.com/dop251/goja"
)

// SystemError describes a failed call of the operating system.
type SystemError struct {
	Errno   int    // negative, as libuv has it
	Code    string // "ENOENT"
	Syscall string // "open", "spawn ls"
	Path    string
	Dest    string
	Address string
	Port    int
	Message string // replaces "CODE: text, syscall 'path'" if not empty
}

// Error is Node's message.
func (e *SystemError) Error() string {
	if e.Message != "" {
		return e.Message
	}
	m := e.Code + ": " + Text(e.Code) + ", " + e.Syscall
	if e.Path != "" {
		m += " '" + e.Path + "'"
	}
	if e.Dest != "" {
		m += " -> '" + e.Dest + "'"
	}
	return m
}

// System makes the error object of e, as Node's uvException does: own properties
// errno, code, syscall, then path, dest, address and port where they are set.
func System(vm *goja.Runtime, e *SystemError) *goja.Object {
	o := Plain(vm, Error, e.Error())
	set := func(name string, v any) {
		if err := o.Set(name, v); err != nil {
			panic(err) // a setter that a script has given to Object.prototype
		}
	}
	set("errno", e.Errno)
	set("code", e.Code)
	set("syscall", e.Syscall)
	if e.Path != "" {
		set("path", e.Path)
	}
	if e.Dest != "" {
		set("dest", e.Dest)
	}
	if e.Address != "" {
		set("address", e.Address)
	}
	if e.Port != 0 {
		set("port", e.Port)
	}
	return o
}

// FromOS turns an error of Go's os, syscall or net packages into a SystemError.
// Errors that carry no errno become EIO with their own text.
func FromOS(err error, call, path string) *SystemError {
	var no syscall.Errno
	if errors.As(err, &no) {
		code := Name(no)
		return &SystemError{Errno: -int(no), Code: code, Syscall: call, Path: path}
	}
	code, n := "EIO", int(syscall.EIO)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		code, n = "ENOENT", int(syscall.ENOENT)
	case errors.Is(err, fs.ErrExist):
		code, n = "EEXIST", int(syscall.EEXIST)
	case errors.Is(err, fs.ErrPermission):
		code, n = "EACCES", int(syscall.EACCES)
	case errors.Is(err, fs.ErrClosed):
		code, n = "EBADF", int(syscall.EBADF)
	default:
		return &SystemError{Errno: -n, Code: code, Syscall: call, Path: path, Message: code + ": " + err.Error() + ", " + call}
	}
	return &SystemError{Errno: -n, Code: code, Syscall: call, Path: path}
}

// Name is the symbolic name of an errno ("ENOENT"), "Unknown system error N" if
// it has none.
func Name(no syscall.Errno) string {
	if s, ok := errnoName(no); ok {
		return s
	}
	return "Unknown system error " + strconv.Itoa(-int(no))
}
