package fs

import (
	"math"
	"os"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// access is fs.access(path[, mode]).
func (f *files) access(a args) task {
	p := f.path(a.at(0), "path")
	mode := f.bits(a.at(1), 7)
	return task{run: func() (any, error) { return nil, fail(accessible(p.full, mode), "access", p) }}
}

func present(full string) bool {
	_, err := os.Lstat(full)
	return err == nil
}

func (f *files) chmod(a args) task {
	p := f.path(a.at(0), "path")
	mode := f.required(a.at(1))
	return task{run: func() (any, error) { return nil, fail(changeMode(p.full, mode), "chmod", p) }}
}

// required reads a mode that must be given.
func (f *files) required(v goja.Value) uint32 {
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return validate.Uint32(f.vm, v, "mode")
	}
	return f.mode(v, "mode", 0)
}

func (f *files) fchmod(a args) task {
	fd := f.fd(a.at(0))
	mode := f.required(a.at(1))
	return task{run: func() (any, error) { return nil, fail(changeModeFd(fd, mode), "fchmod") }}
}

// owner reads the arguments uid and gid; -1 leaves one as it is.
func (f *files) owner(a args) (uid, gid int) {
	uid = int(int32(validate.Integer(f.vm, a.at(1), "uid", -1, math.MaxUint32)))
	gid = int(int32(validate.Integer(f.vm, a.at(2), "gid", -1, math.MaxUint32)))
	return uid, gid
}

func (f *files) chown(a args) task {
	p := f.path(a.at(0), "path")
	uid, gid := f.owner(a)
	return task{run: func() (any, error) { return nil, fail(changeOwner(p.full, uid, gid), "chown", p) }}
}

func (f *files) lchown(a args) task {
	p := f.path(a.at(0), "path")
	uid, gid := f.owner(a)
	return task{run: func() (any, error) { return nil, fail(changeLinkOwner(p.full, uid, gid), "lchown", p) }}
}

func (f *files) fchown(a args) task {
	fd := f.fd(a.at(0))
	uid, gid := f.owner(a)
	return task{run: func() (any, error) { return nil, fail(changeOwnerFd(fd, uid, gid), "fchown") }}
}

// seconds reads a time: a number of seconds, a string of one, or a Date.
func (f *files) seconds(v goja.Value, name string) float64 {
	if goja.IsString(v) {
		if n := v.ToNumber(); n.Equals(v) {
			return n.ToFloat()
		}
	}
	if goja.IsNumber(v) {
		n := v.ToFloat()
		if !math.IsNaN(n) && !math.IsInf(n, 0) {
			if n < 0 {
				return float64(time.Now().UnixMilli()) / 1000
			}
			return n
		}
	}
	if o, ok := v.(*goja.Object); ok && o.ClassName() == "Date" {
		if fn, ok := goja.AssertFunction(o.Get("getTime")); ok {
			if t, err := fn(o); err == nil {
				return t.ToFloat() / 1000
			}
		}
	}
	nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", name, []string{"Date", "Time in seconds"}, v)
	return 0
}

// times reads the arguments atime and mtime.
func (f *files) times(a args) (atime, mtime time.Time) {
	at := func(s float64) time.Time {
		whole, frac := math.Modf(s)
		return time.Unix(int64(whole), int64(math.Round(frac*1e6))*1000)
	}
	return at(f.seconds(a.at(1), "time")), at(f.seconds(a.at(2), "time"))
}

func (f *files) utimes(a args) task {
	p := f.path(a.at(0), "path")
	atime, mtime := f.times(a)
	return task{run: func() (any, error) { return nil, fail(changeTimes(p.full, atime, mtime), "utime", p) }}
}

func (f *files) lutimes(a args) task {
	p := f.path(a.at(0), "path")
	atime, mtime := f.times(a)
	return task{run: func() (any, error) { return nil, fail(changeLinkTimes(p.full, atime, mtime), "lutime", p) }}
}

func (f *files) futimes(a args) task {
	fd := f.fd(a.at(0))
	atime, mtime := f.times(a)
	return task{run: func() (any, error) { return nil, fail(changeTimesFd(fd, atime, mtime), "futime") }}
}
