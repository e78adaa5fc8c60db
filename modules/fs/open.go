package fs

import (
	"io"
	"math"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

func (f *files) number(v any) goja.Value { return f.vm.ToValue(v) }

// open is fs.open(path[, flags[, mode]]).
func (f *files) open(a args) task {
	p := f.path(a.at(0), "path")
	flags := f.flags(a.at(1), "r")
	mode := f.mode(a.at(2), "mode", 0o666)
	create := f.creator(p, flags, mode)
	return task{
		run: func() (any, error) {
			fd, err := create()
			return fd, fail(err, "open", p)
		},
		value: func(fd any) goja.Value {
			f.opened(fd.(int))
			return f.number(fd)
		},
	}
}

// creator opens a file; a new one gets the mode less the Runtime's umask.
func (f *files) creator(p path, flags int, mode uint32) func() (int, error) {
	full, flags := p.full, flags|p.flags
	umask := f.host.Umask
	return func() (int, error) {
		if umask < 0 || flags&flagCreate == 0 {
			return openFile(full, flags, mode)
		}
		missing := !present(full)
		fd, err := openFile(full, flags, mode&^uint32(umask))
		if err == nil && missing {
			// The system's own umask may have taken more than it should.
			_ = changeModeFd(fd, mode&^uint32(umask))
		}
		return fd, err
	}
}

func (f *files) close(a args) task {
	fd := f.fd(a.at(0))
	f.gone(fd)
	return task{run: func() (any, error) { return nil, fail(closeFile(fd), "close") }}
}

// span is the part of a Buffer that is read into or written from.
type span struct {
	memory   []byte
	position int64 // -1: where the file is
}

// buffer checks a Buffer argument.
func (f *files) buffer(v goja.Value, or ...string) []byte {
	b, ok := jsconv.Bytes(v)
	if !ok || jsconv.IsArrayBuffer(v) {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "buffer", append(or, "Buffer", "TypedArray", "DataView"), v)
	}
	return b
}

// read is fs.read(fd, buffer, offset, length, position), (fd, buffer, options),
// (fd, options) or (fd).
func (f *files) read(a args) task {
	if len(a) >= 4 {
		return f.readInto(a.at(0), a.at(1), a.at(2), a.at(3), a.at(4))
	}
	buffer, options := a.at(1), a.at(2)
	if len(a) < 3 && !isBytes(buffer) {
		options, buffer = buffer, goja.Undefined()
		if o, ok := options.(*goja.Object); ok {
			buffer = jsconv.Get(o, "buffer")
		}
		if goja.IsUndefined(buffer) {
			buffer = f.env.NewBuffer(make([]byte, 16384))
		}
	}
	return f.readWith(a.at(0), buffer, options)
}

// readSync is fs.readSync(fd, buffer, offset, length[, position]) or
// (fd, buffer[, options]).
func (f *files) readSync(a args) task {
	if o, ok := a.at(2).(*goja.Object); len(a) > 3 && (!ok || jsconv.IsCallable(o)) {
		return f.readInto(a.at(0), a.at(1), a.at(2), a.at(3), a.at(4))
	}
	f.fd(a.at(0))
	f.buffer(a.at(1))
	return f.readWith(a.at(0), a.at(1), a.at(2))
}

func (f *files) readWith(fd, buffer, options goja.Value) task {
	var o *goja.Object
	if !jsconv.Nullish(options) {
		o = validate.Object(f.vm, options, "options")
	}
	return f.readInto(fd, buffer, option(o, "offset"), option(o, "length"), option(o, "position"))
}

func (f *files) readInto(fdValue, target, off, length, pos goja.Value) task {
	fd := f.fd(fdValue)
	b := f.buffer(target)
	start := 0
	if !jsconv.Nullish(off) {
		start = int(validate.Integer(f.vm, off, "offset", 0, validate.MaxSafe))
	}
	n := len(b) - start
	if !jsconv.Missing(length) {
		n = int(int32(length.ToInteger()))
	}
	if n == 0 {
		return task{run: func() (any, error) { return 0, nil }, value: f.number, extra: target, names: readNames}
	}
	if len(b) == 0 {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", "buffer", target, "is empty and cannot be written")
	}
	f.checkSpan(start, n, len(b))
	at := int64(-1)
	if !jsconv.Nullish(pos) {
		at = f.position(pos, n)
	}
	s := span{b[start : start+n], at}
	return task{
		run: func() (any, error) {
			n, err := readFile(fd, s.memory, s.position)
			return n, fail(err, "read")
		},
		value: f.number, extra: target, names: readNames,
	}
}

var (
	readNames  = [2]string{"bytesRead", "buffer"}
	writeNames = [2]string{"bytesWritten", "buffer"}
)

func isBytes(v goja.Value) bool {
	_, ok := jsconv.Bytes(v)
	return ok && !jsconv.IsArrayBuffer(v)
}

// checkSpan throws for an offset and a length that leave the Buffer.
func (f *files) checkSpan(off, n, size int) {
	switch {
	case off > size:
		nodeerr.Throw(f.vm, "ERR_OUT_OF_RANGE", "offset", "<= "+f.vm.ToValue(size).String(), off)
	case n > size-off:
		nodeerr.Throw(f.vm, "ERR_OUT_OF_RANGE", "length", "<= "+f.vm.ToValue(size-off).String(), n)
	case n < 0:
		nodeerr.Throw(f.vm, "ERR_OUT_OF_RANGE", "length", ">= 0", n)
	}
}

// write is fs.write(fd, buffer[, offset[, length[, position]]]), with an object
// for the last three, or fs.write(fd, string[, position[, encoding]]).
func (f *files) write(a args) task {
	fd := f.fd(a.at(0))
	data := a.at(1)
	if goja.IsString(data) {
		e := encoding.UTF8
		if v := a.at(3); v.ToBoolean() {
			f.validEncoding(data, v)
			e, _ = encoding.Parse(v.String())
		}
		b := e.Encode(data)
		return f.writeTask(fd, span{b, writePosition(a.at(2))}, data)
	}
	b := f.buffer(data, "string")
	off, length, pos := a.at(2), a.at(3), a.at(4)
	if o, ok := off.(*goja.Object); ok {
		off, length, pos = jsconv.Get(o, "offset"), jsconv.Get(o, "length"), jsconv.Get(o, "position")
	}
	start := 0
	if !jsconv.Nullish(off) {
		start = int(validate.Integer(f.vm, off, "offset", 0, validate.MaxSafe))
	}
	n := len(b) - start
	if !jsconv.Nullish(length) {
		n = int(validate.Integer(f.vm, length, "length", -validate.MaxSafe, validate.MaxSafe))
	}
	f.checkSpan(start, n, len(b))
	if n > math.MaxInt32 {
		validate.Integer(f.vm, length, "length", 0, math.MaxInt32)
	}
	return f.writeTask(fd, span{b[start : start+n], writePosition(pos)}, data)
}

func (f *files) validEncoding(data, v goja.Value) {
	e, ok := encoding.Parse(v.String())
	if !ok {
		return
	}
	if units, s := encoding.Units(data); e == encoding.Hex && (len(units)+len(s))%2 != 0 {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", "encoding", v, "is invalid for data of length "+f.vm.ToValue(len(units)+len(s)).String())
	}
}

func (f *files) writeTask(fd int, s span, data goja.Value) task {
	return task{
		run: func() (any, error) {
			n, err := writeFile(fd, s.memory, s.position)
			return n, fail(err, "write")
		},
		value: f.number, extra: data, names: writeNames,
	}
}

// vector reads the arguments of readv and writev.
func (f *files) vector(a args) (fd int, list [][]byte, at int64) {
	fd = f.fd(a.at(0))
	o, ok := a.at(1).(*goja.Object)
	if !ok || o.ClassName() != "Array" {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "buffers", "ArrayBufferView[]", a.at(1))
	}
	for _, k := range o.Keys() {
		b, ok := jsconv.Bytes(o.Get(k))
		if !ok || jsconv.IsArrayBuffer(o.Get(k)) {
			nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "buffers", "ArrayBufferView[]", a.at(1))
		}
		list = append(list, b)
	}
	return fd, list, writePosition(a.at(2))
}

func (f *files) readv(a args) task {
	fd, list, at := f.vector(a)
	return task{
		run: func() (any, error) {
			total := 0
			for _, b := range list {
				n, err := readFile(fd, b, at)
				if err != nil {
					return total, fail(err, "read")
				}
				total += n
				if at >= 0 {
					at += int64(n)
				}
				if n < len(b) {
					break
				}
			}
			return total, nil
		},
		value: f.number, extra: a.at(1), names: [2]string{"bytesRead", "buffers"},
	}
}

func (f *files) writev(a args) task {
	fd, list, at := f.vector(a)
	return task{
		run: func() (any, error) {
			total := 0
			for _, b := range list {
				n, err := writeAll(fd, b, at)
				total += n
				if err != nil {
					return total, fail(err, "write")
				}
				if at >= 0 {
					at += int64(n)
				}
			}
			return total, nil
		},
		value: f.number, extra: a.at(1), names: [2]string{"bytesWritten", "buffers"},
	}
}

// writeAll writes all of b.
func writeAll(fd int, b []byte, at int64) (int, error) {
	total := 0
	for total < len(b) {
		n, err := writeFile(fd, b[total:], at)
		if err != nil {
			return total, err
		}
		if n == 0 {
			return total, io.ErrShortWrite
		}
		total += n
		if at >= 0 {
			at += int64(n)
		}
	}
	return total, nil
}

func (f *files) fsync(a args) task {
	fd := f.fd(a.at(0))
	return task{run: func() (any, error) { return nil, fail(syncFile(fd), "fsync") }}
}

func (f *files) fdatasync(a args) task {
	fd := f.fd(a.at(0))
	return task{run: func() (any, error) { return nil, fail(syncData(fd), "fdatasync") }}
}

// length reads the length argument of truncate and ftruncate.
func (f *files) length(v goja.Value) int64 {
	if goja.IsUndefined(v) {
		return 0
	}
	return max(0, validate.Integer(f.vm, v, "len", -validate.MaxSafe, validate.MaxSafe))
}

func (f *files) ftruncate(a args) task {
	fd := f.fd(a.at(0))
	n := f.length(a.at(1))
	return task{run: func() (any, error) { return nil, fail(truncateFd(fd, n), "ftruncate") }}
}
