package fs

import (
	"errors"
	"io/fs"
	"math/big"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// status is what stat(2) tells, times in nanoseconds.
type status struct {
	dev, ino, nlink, rdev      uint64
	mode                       uint32
	uid, gid                   uint32
	size, blksize, blocks      int64
	atime, mtime, ctime, btime int64
}

// The file types in a mode.
const (
	modeType    = 0o170000
	modeFile    = 0o100000
	modeDir     = 0o040000
	modeLink    = 0o120000
	modeFifo    = 0o010000
	modeSocket  = 0o140000
	modeChar    = 0o020000
	modeBlock   = 0o060000
	modePerm    = 0o7777
	statsFields = 14
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// statsClass makes Stats and BigIntStats.
func (f *files) statsClass() {
	if f.stats != nil {
		return
	}
	vm := f.vm
	base := vm.NewObject()
	for _, k := range [...]struct {
		name string
		kind int64
	}{
		{"isDirectory", modeDir}, {"isFile", modeFile}, {"isBlockDevice", modeBlock}, {"isCharacterDevice", modeChar},
		{"isSymbolicLink", modeLink}, {"isFIFO", modeFifo}, {"isSocket", modeSocket},
	} {
		jsconv.Export(vm, base, k.name, 0, func(c goja.FunctionCall) goja.Value {
			mode := jsconv.Get(c.This, "mode")
			if goja.IsBigInt(mode) {
				return vm.ToValue(mode.Export().(*big.Int).Int64()&modeType == k.kind)
			}
			return vm.ToValue(mode.ToInteger()&modeType == k.kind)
		})
	}
	class := func(name string) (*goja.Object, *goja.Object) {
		proto := vm.CreateObject(base)
		ctor := vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
			f.deprecate("DEP0180", "fs.Stats constructor is deprecated.")
			f.fill(c.This, c.Arguments)
			return nil
		}).(*goja.Object)
		_ = ctor.DefineDataProperty("name", vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		_ = ctor.DefineDataProperty("prototype", proto, goja.FLAG_TRUE, goja.FLAG_FALSE, goja.FLAG_FALSE)
		jsconv.Hidden(proto, "constructor", ctor)
		for _, t := range [...]string{"atime", "mtime", "ctime", "birthtime"} {
			f.dateProperty(proto, t)
		}
		return proto, ctor
	}
	f.stats, f.statsCtor = class("Stats")
	f.bigStats, _ = class("BigIntStats")
}

// fill is what the constructor does with its arguments.
func (f *files) fill(o *goja.Object, list []goja.Value) {
	for i, name := range statNames[:statsFields] {
		var v goja.Value = goja.Undefined()
		if i < len(list) {
			v = list[i]
		}
		_ = o.Set(string(name), v)
	}
}

// statNames are the members of Stats and, after them, those that BigIntStats has besides.
var statNames = [statsFields + 4]slots.Name{
	"dev", "mode", "nlink", "uid", "gid", "rdev", "blksize", "ino", "size", "blocks", "atimeMs", "mtimeMs", "ctimeMs", "birthtimeMs",
	"atimeNs", "mtimeNs", "ctimeNs", "birthtimeNs",
}

// dateProperty defines atime and the like, which are made from atimeMs when they
// are first read.
func (f *files) dateProperty(proto *goja.Object, name string) {
	vm := f.vm
	define := func(o goja.Value, v goja.Value) {
		if o, ok := o.(*goja.Object); ok {
			_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
	}
	get := jsconv.NewFunc(vm, "get", 0, func(c goja.FunctionCall) goja.Value {
		ms := jsconv.Get(c.This, name+"Ms")
		if goja.IsBigInt(ms) {
			ms = vm.ToValue(ms.Export().(*big.Int).Int64())
		}
		// As Node rounds it.
		d, err := vm.New(vm.Get("Date"), vm.ToValue(ms.ToFloat()+0.5))
		if err != nil {
			panic(err)
		}
		define(c.This, d)
		return d
	})
	set := jsconv.NewFunc(vm, "set", 1, func(c goja.FunctionCall) goja.Value {
		define(c.This, c.Argument(0))
		return goja.Undefined()
	})
	_ = proto.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// newStats makes the object of a status.
func (f *files) newStats(s *status, bigint bool) goja.Value {
	f.statsClass()
	vm := f.vm
	ints := [10]uint64{s.dev, uint64(s.mode), s.nlink, uint64(s.uid), uint64(s.gid), s.rdev, uint64(s.blksize), s.ino, uint64(s.size), uint64(s.blocks)}
	times := [4]int64{s.atime, s.mtime, s.ctime, s.btime}
	var values [statsFields + 4]goja.Value
	if !bigint {
		for i, n := range ints {
			values[i] = vm.ToValue(n)
		}
		for i, ns := range times {
			values[10+i] = vm.ToValue(float64(ns/1e6) + float64(ns%1e6)/1e6)
		}
		o := vm.CreateObject(f.stats)
		slots.Fill(o, statNames[:statsFields], values[:statsFields])
		return o
	}
	for i, n := range ints {
		values[i] = vm.ToValue(new(big.Int).SetUint64(n))
	}
	for i, ns := range times {
		values[10+i] = vm.ToValue(big.NewInt(ns / 1e6))
		values[statsFields+i] = vm.ToValue(big.NewInt(ns))
	}
	o := vm.CreateObject(f.bigStats)
	slots.Fill(o, statNames[:], values[:])
	return o
}

// noEntry reports whether an error says that a file is not there.
func noEntry(err error) bool {
	var e *nodeerr.SystemError
	return errors.As(err, &e) && (e.Code == "ENOENT" || e.Code == "ENOTDIR")
}

func (f *files) statTask(o *goja.Object, run func() (*status, error)) task {
	bigint := option(o, "bigint").ToBoolean()
	t := task{
		run:   func() (any, error) { return run() },
		value: func(v any) goja.Value { return f.newStats(v.(*status), bigint) },
	}
	if v := option(o, "throwIfNoEntry"); !goja.IsUndefined(v) && !v.ToBoolean() {
		t.quiet = noEntry
	}
	return t
}

// object reads the options of stat, which are no encoding.
func object(v goja.Value) *goja.Object {
	o, _ := v.(*goja.Object)
	return o
}

func (f *files) stat(a args) task {
	p := f.path(a.at(0), "path")
	return f.statTask(object(a.at(1)), func() (*status, error) {
		s, err := statPath(p.full)
		return s, fail(err, "stat", p)
	})
}

func (f *files) lstat(a args) task {
	p := f.path(a.at(0), "path")
	return f.statTask(object(a.at(1)), func() (*status, error) {
		s, err := lstatPath(p.full)
		return s, fail(err, "lstat", p)
	})
}

func (f *files) fstat(a args) task {
	fd := f.fd(a.at(0))
	return f.statTask(object(a.at(1)), func() (*status, error) {
		s, err := statFd(fd)
		return s, fail(err, "fstat")
	})
}

// statfs is fs.statfs(path[, options]).
func (f *files) statfs(a args) task {
	p := f.path(a.at(0), "path")
	bigint := option(object(a.at(1)), "bigint").ToBoolean()
	return task{
		run: func() (any, error) {
			s, err := statFilesystem(p.full)
			return s, fail(err, "statfs", p)
		},
		value: func(v any) goja.Value {
			o := f.vm.NewObject()
			for i, name := range [...]string{"type", "bsize", "blocks", "bfree", "bavail", "files", "ffree"} {
				n := v.([7]uint64)[i]
				if bigint {
					_ = o.Set(name, new(big.Int).SetUint64(n))
				} else {
					_ = o.Set(name, n)
				}
			}
			return o
		},
	}
}

// kindOf is the UV_DIRENT_ number of a file type.
func kindOf(m fs.FileMode) int {
	switch {
	case m.IsRegular():
		return 1
	case m.IsDir():
		return 2
	case m&fs.ModeSymlink != 0:
		return 3
	case m&fs.ModeNamedPipe != 0:
		return 4
	case m&fs.ModeSocket != 0:
		return 5
	case m&fs.ModeCharDevice != 0:
		return 6
	case m&fs.ModeDevice != 0:
		return 7
	}
	return 0
}
