package fs

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// maxRead is how large a file may be that is read whole.
const maxRead = 1<<31 - 1

// isFd reports whether a path-or-descriptor argument is a descriptor.
func isFd(v goja.Value) bool {
	if !goja.IsNumber(v) {
		return false
	}
	n := v.ToFloat()
	return n == float64(int32(n)) && n >= 0
}

// readFile is fs.readFile(path or descriptor[, options]).
func (f *files) readFile(a args) task {
	o := f.options(a.at(1))
	decode := f.text(o, "")
	t := task{value: func(v any) goja.Value { return decode(v.([]byte)) }, signal: signal(o)}
	if isFd(a.at(0)) {
		fd := f.fd(a.at(0))
		t.run = func() (any, error) { return contents(fd, nil) }
		return t
	}
	p := f.path(a.at(0), "path")
	flags := f.flags(option(o, "flag"), "r")
	create := f.creator(p, flags, 0o666)
	t.run = func() (any, error) {
		fd, err := create()
		if err != nil {
			return nil, fail(err, "open", p)
		}
		b, err := contents(fd, nil)
		if e := closeFile(fd); err == nil && e != nil {
			err = fail(e, "close")
		}
		return b, err
	}
	return t
}

// readFileSync is fs.readFileSync(path or descriptor[, options]). A small file is
// read into memory that is used again, and its size is not asked for.
func (f *files) readFileSync(a args) goja.Value {
	name := a.at(1)
	if !goja.IsString(name) && !goja.IsUndefined(name) || isFd(a.at(0)) {
		t := f.readFile(a)
		return f.wait(&t)
	}
	f.checkEncoding(name)
	p := f.path(a.at(0), "path")
	fd, err := openFile(p.full, os.O_RDONLY, 0)
	if err != nil {
		panic(f.failure(fail(err, "open", p)))
	}
	if f.scratch == nil {
		f.scratch = make([]byte, 64<<10)
	}
	b, err := contents(fd, f.scratch)
	if e := closeFile(fd); err == nil && e != nil {
		err = fail(e, "close")
	}
	if err != nil {
		panic(f.failure(err))
	}
	scratch := len(b) < len(f.scratch)
	if e, ok := encoding.Parse(name.String()); ok && goja.IsString(name) {
		return f.decode(e, b)
	}
	if scratch {
		b = bytes.Clone(b)
	}
	return f.env.NewBuffer(b)
}

// contents reads a descriptor from where it stands to its end. What is shorter than
// scratch is a part of scratch.
func contents(fd int, scratch []byte) ([]byte, error) {
	start := 0
	for start < len(scratch) {
		n, err := readFile(fd, scratch[start:], -1)
		if err != nil {
			return nil, fail(err, "read")
		}
		if n == 0 {
			return scratch[:start], nil
		}
		start += n
	}
	st, err := statFd(fd)
	if err != nil {
		return nil, fail(err, "fstat")
	}
	size := int64(0)
	if st.mode&modeType == modeFile {
		size = st.size
	}
	if size > maxRead {
		return nil, &codeError{code: "ERR_FS_FILE_TOO_LARGE", class: "RangeError",
			message: "File size (" + itoa(size) + ") is greater than 2 GiB"}
	}
	// One byte more than the file has, so that its end is seen by the next read.
	b := append(make([]byte, 0, max(512, size+1)), scratch...)
	for {
		n, err := readFile(fd, b[len(b):cap(b)], -1)
		if err != nil {
			return nil, fail(err, "read")
		}
		if n == 0 {
			return b, nil
		}
		if b = b[:len(b)+n]; len(b) == cap(b) {
			grown := make([]byte, len(b), max(2*cap(b), 64<<10))
			copy(grown, b)
			b = grown
		}
	}
}

// data reads what is to be written: text in the encoding of options, or bytes.
func (f *files) data(v goja.Value, o *goja.Object) []byte {
	if goja.IsString(v) {
		e := encoding.UTF8
		if name := option(o, "encoding"); name.ToBoolean() {
			e, _ = encoding.Parse(name.String())
		}
		return e.Encode(v)
	}
	if b, ok := jsconv.Bytes(v); ok && !jsconv.IsArrayBuffer(v) {
		return b
	}
	nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "data", []string{"string", "Buffer", "TypedArray", "DataView"}, v)
	return nil
}

func (f *files) writeFile(a args) task { return f.writeWhole(a, "w", f.flushLoop) }

func (f *files) writeFileSync(a args) task { return f.writeWhole(a, "w", f.flushHere) }

func (f *files) appendFile(a args) task { return f.writeWhole(a, "a", f.flushLoop) }

func (f *files) appendFileSync(a args) task { return f.writeWhole(a, "a", f.flushHere) }

// flushHere and flushLoop call the public fsync, which a script may have replaced.
func (f *files) flushHere(fd int) error {
	if ex := f.vm.Try(func() { jsconv.CallMethod(f.vm, f.env.Require("fs"), "fsyncSync", f.vm.ToValue(fd)) }); ex != nil {
		return &thrown{ex.Value()}
	}
	return nil
}

func (f *files) flushLoop(fd int) error {
	_, err := f.askLoop("fsync", func() goja.Value {
		p, resolve, reject := f.vm.NewPromise()
		done := func(c goja.FunctionCall) goja.Value {
			if err := c.Argument(0); !jsconv.Nullish(err) {
				_ = reject(err)
			} else {
				_ = resolve(goja.Undefined())
			}
			return goja.Undefined()
		}
		jsconv.CallMethod(f.vm, f.env.Require("fs"), "fsync", f.vm.ToValue(fd), f.vm.ToValue(done))
		return f.vm.ToValue(p)
	})
	return err
}

// writeWhole is fs.writeFile and fs.appendFile(path or descriptor, data[, options]).
func (f *files) writeWhole(a args, flag string, sync func(fd int) error) task {
	o := f.options(a.at(2))
	flush := false
	if v := option(o, "flush"); !jsconv.Nullish(v) {
		flush = validate.Bool(f.vm, v, "options.flush")
	}
	write := func(fd int, b []byte) error {
		if _, err := writeAll(fd, b, -1); err != nil {
			return fail(err, "write")
		}
		if flush {
			return sync(fd)
		}
		return nil
	}
	if isFd(a.at(0)) {
		fd, b := f.fd(a.at(0)), f.data(a.at(1), o)
		return task{run: func() (any, error) { return nil, write(fd, b) }, signal: signal(o)}
	}
	b := f.data(a.at(1), o)
	p := f.path(a.at(0), "path")
	create := f.creator(p, f.flags(option(o, "flag"), flag), f.mode(option(o, "mode"), "mode", 0o666))
	return task{
		signal: signal(o),
		run: func() (any, error) {
			fd, err := create()
			if err != nil {
				return nil, fail(err, "open", p)
			}
			err = write(fd, b)
			if e := closeFile(fd); err == nil && e != nil {
				err = fail(e, "close")
			}
			return nil, err
		},
	}
}

// The bits of copyFile's mode.
const (
	copyExclusive = 1 << iota
	copyClone
	copyCloneForce
)

// copyFile is fs.copyFile(src, dest[, mode]).
func (f *files) copyFile(a args) task {
	src, dest := f.path(a.at(0), "src"), f.path(a.at(1), "dest")
	mode := f.bits(a.at(2), 7)
	return task{run: func() (any, error) {
		return nil, fail(copyFile(src.full, dest.full, dest.flags, mode), "copyfile", src, dest)
	}}
}

// bits checks a mode argument that is a set of flags.
func (f *files) bits(v goja.Value, most int64) int {
	if jsconv.Nullish(v) {
		return 0
	}
	n := validate.Integer(f.vm, v, "mode", -1<<31, 1<<31-1)
	if n < 0 || n > most {
		panic(nodeerr.Make(f.vm, nodeerr.RangeError, "ERR_OUT_OF_RANGE", "mode is out of range: >= 0 && <= "+itoa(most)))
	}
	return int(n)
}

func copyFile(src, dest string, more, mode int) (err error) {
	if mode&copyCloneForce != 0 {
		return errNotSupported
	}
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	st, err := in.Stat()
	if err != nil {
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE | more
	if mode&copyExclusive != 0 {
		flags |= os.O_EXCL
	}
	out, err := os.OpenFile(dest, flags, st.Mode().Perm())
	if err != nil {
		return err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
	}()
	to, err := out.Stat()
	if err != nil {
		return err
	}
	if os.SameFile(st, to) {
		return nil
	}
	if err := out.Truncate(0); err != nil && to.Mode().IsRegular() {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		var p *os.PathError
		if errors.As(err, &p) {
			return p.Err
		}
		return err
	}
	return out.Chmod(st.Mode().Perm())
}

// truncate is fs.truncate(path[, len]).
func (f *files) truncate(a args) task {
	p := f.path(a.at(0), "path")
	n := f.length(a.at(1))
	return task{run: func() (any, error) {
		fd, err := openFile(p.full, os.O_RDWR, 0)
		if err != nil {
			return nil, fail(err, "open", p)
		}
		err = fail(truncateFd(fd, n), "ftruncate")
		if e := closeFile(fd); err == nil && e != nil {
			err = fail(e, "close")
		}
		return nil, err
	}}
}
