package zlib

import (
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"
	"iter"
	"reflect"
	"strings"

	"github.com/andybalholm/brotli"

	"github.com/gojs-run/gojs/internal/lateinit"
)

// failure is an error as zlib has them.
type failure struct {
	code    string
	errno   int
	message string
}

func (f *failure) Error() string { return f.message }

func dataError(message string) error { return &failure{"Z_DATA_ERROR", -3, message} }

var errStopped = errors.New("zlib: the stream is closed")

// failureOf gives any error zlib's form.
func failureOf(err error) *failure {
	var f *failure
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &failure{"Z_BUF_ERROR", -5, "unexpected end of file"}
	case errors.As(err, &corrupt):
		return &failure{"Z_DATA_ERROR", -3, "invalid stored block lengths"}
	}
	if name, ok := strings.CutPrefix(err.Error(), "brotli: "); ok {
		number := -2
		if v := reflect.ValueOf(err); v.CanInt() {
			number = int(v.Int())
		}
		return &failure{"ERR__ERROR_FORMAT_" + name, number, "Decompression failed"}
	}
	return &failure{"Z_DATA_ERROR", -3, err.Error()}
}

// decoder runs Go's readers as a coroutine that gives a piece of output, or nil when
// it needs input.
type decoder struct {
	mode       int
	chunk      int
	dictionary []byte

	next  func() ([]byte, bool)
	stop  func()
	yield func([]byte) bool

	in   []byte
	last bool  // there is no input behind in
	err  error // how it ended
	done bool
}

func newDecoder(mode int, o options) *decoder {
	d := &decoder{mode: mode, chunk: o.chunk, dictionary: o.dictionary}
	d.next, d.stop = iter.Pull(func(yield func([]byte) bool) {
		d.yield = yield
		defer func() {
			if recover() != nil { // a decoder that trips over its input
				d.err = dataError("invalid data")
			}
		}()
		d.err = d.run()
	})
	return d
}

func (d *decoder) step(input []byte, f flush) (out []byte, more bool, consumed int, err error) {
	if input != nil {
		d.in = input
	}
	d.last = f == finish
	if d.done {
		return nil, false, 0, nil // what comes after the end is of no interest
	}
	before := len(d.in)
	out, ok := d.next()
	if !ok {
		d.done = true
		err = d.err
	}
	return out, out != nil, before - len(d.in), err
}

func (d *decoder) params(int, int) error { return nil }

func (d *decoder) close() { d.stop() }

// ReadByte makes the decoder the input of Go's readers, which take no byte more than
// they need if they can have one at a time.
func (d *decoder) ReadByte() (byte, error) {
	if err := d.wait(); err != nil {
		return 0, err
	}
	b := d.in[0]
	d.in = d.in[1:]
	return b, nil
}

// Read is for the readers that know by themselves whether the end is too early.
func (d *decoder) Read(p []byte) (int, error) {
	switch err := d.wait(); {
	case err == io.ErrUnexpectedEOF:
		return 0, io.EOF
	case err != nil:
		return 0, err
	}
	n := copy(p, d.in)
	d.in = d.in[n:]
	return n, nil
}

// wait returns when there is input.
func (d *decoder) wait() error {
	for len(d.in) == 0 {
		if d.last {
			return io.ErrUnexpectedEOF
		}
		if !d.yield(nil) {
			return errStopped
		}
	}
	return nil
}

func (d *decoder) run() error {
	switch d.mode {
	case modeInflateRaw:
		return d.copy(flate.NewReaderDict(d, d.dictionary), nil)
	case modeInflate:
		return d.inflate(nil)
	case modeGunzip:
		return d.gunzip(nil)
	case modeBrotliDecode:
		lateinit.Need(lateinit.Brotli)
		err := d.copy(brotli.NewReader(d), nil)
		if err != nil && err.Error() == "brotli: excessive input" {
			d.in = []byte{0} // something follows, the reader does not tell how much
			return nil
		}
		return err
	}
	if d.mode == modeZstdDecode {
		return d.unzstd()
	}
	first, err := d.ReadByte()
	if err != nil {
		return err
	}
	if first == 0x1f {
		return d.gunzip([]byte{first})
	}
	return d.inflate([]byte{first})
}

// copy gives out what r reads, a chunk at a time.
func (d *decoder) copy(r io.Reader, sum hash.Hash32) error {
	for {
		out := make([]byte, d.chunk)
		n := 0
		var err error
		for n < len(out) && err == nil {
			var k int
			k, err = r.Read(out[n:])
			n += k
			if k > 0 && len(d.in) == 0 {
				break // what is there comes out before other input is waited for
			}
		}
		if n > 0 {
			if sum != nil {
				_, _ = sum.Write(out[:n])
			}
			if !d.yield(out[:n]) {
				return errStopped
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}

// take reads n bytes; begun is what has been read of them.
func (d *decoder) take(begun []byte, n int) ([]byte, error) {
	for len(begun) < n {
		b, err := d.ReadByte()
		if err != nil {
			return nil, err
		}
		begun = append(begun, b)
	}
	return begun, nil
}

// inflate reads a zlib stream (RFC 1950).
func (d *decoder) inflate(begun []byte) error {
	head, err := d.take(begun, 2)
	if err != nil {
		return err
	}
	switch {
	case binary.BigEndian.Uint16(head)%31 != 0:
		return dataError("incorrect header check")
	case head[0]&0xf != 8:
		return dataError("unknown compression method")
	case head[0]>>4 > 7:
		return dataError("invalid window size")
	}
	var dictionary []byte
	if head[1]&0x20 != 0 {
		id, err := d.take(nil, 4)
		if err != nil {
			return err
		}
		if d.dictionary == nil {
			return &failure{"Z_NEED_DICT", 2, "Missing dictionary"}
		}
		if binary.BigEndian.Uint32(id) != adler32.Checksum(d.dictionary) {
			return &failure{"Z_NEED_DICT", 2, "Bad dictionary"}
		}
		dictionary = d.dictionary
	}
	sum := adler32.New()
	if err := d.copy(flate.NewReaderDict(d, dictionary), sum); err != nil {
		return err
	}
	tail, err := d.take(nil, 4)
	if err != nil {
		return err
	}
	if binary.BigEndian.Uint32(tail) != sum.Sum32() {
		return dataError("incorrect data check")
	}
	return nil
}

// gunzip reads gzip members (RFC 1952) until something else follows.
func (d *decoder) gunzip(begun []byte) error {
	for {
		if err := d.member(begun); err != nil {
			return err
		}
		switch err := d.wait(); {
		case err == io.ErrUnexpectedEOF:
			return nil
		case err != nil:
			return err
		case d.in[0] == 0:
			return nil // padding
		}
		begun = nil
	}
}

func (d *decoder) member(begun []byte) error {
	if len(begun) == 0 {
		var err error
		if begun, err = d.take(nil, 1); err != nil {
			return err
		}
	}
	if begun[0] != 0x1f {
		return dataError("incorrect header check")
	}
	head, err := d.take(begun, 2)
	if err != nil {
		return err
	}
	if head[1] != 0x8b {
		return dataError("incorrect header check")
	}
	if head, err = d.take(head, 3); err != nil {
		return err
	}
	if head[2] != 8 {
		return dataError("unknown compression method")
	}
	if head, err = d.take(head, 10); err != nil {
		return err
	}
	if head[3]&0xe0 != 0 {
		return dataError("unknown header flags set")
	}
	if err := d.extras(head[3]); err != nil {
		return err
	}
	sum := &counted{Hash32: crc32.NewIEEE()}
	if err := d.copy(flate.NewReader(d), sum); err != nil {
		return err
	}
	tail, err := d.take(nil, 8)
	if err != nil {
		return err
	}
	switch {
	case binary.LittleEndian.Uint32(tail) != sum.Sum32():
		return dataError("incorrect data check")
	case binary.LittleEndian.Uint32(tail[4:]) != sum.n:
		return dataError("incorrect length check")
	}
	return nil
}

// extras skips what a gzip header may have besides.
func (d *decoder) extras(flags byte) error {
	if flags&4 != 0 { // extra field
		n, err := d.take(nil, 2)
		if err == nil {
			_, err = d.take(nil, int(binary.LittleEndian.Uint16(n)))
		}
		if err != nil {
			return err
		}
	}
	for _, text := range []byte{8, 16} { // name, comment
		for flags&text != 0 {
			b, err := d.ReadByte()
			if err != nil {
				return err
			}
			if b == 0 {
				break
			}
		}
	}
	if flags&2 != 0 { // checksum of the header
		if _, err := d.take(nil, 2); err != nil {
			return err
		}
	}
	return nil
}

// counted is a checksum that knows how long its input was.
type counted struct {
	hash.Hash32
	n uint32
}

func (c *counted) Write(p []byte) (int, error) {
	c.n += uint32(len(p))
	return c.Hash32.Write(p)
}
