package zlib

import (
	"bytes"
	"encoding/binary"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"
	"runtime"

	"github.com/andybalholm/brotli"
	"github.com/dop251/goja"
	"github.com/klauspost/compress/flate"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
)

// The modes, with the numbers that Node's constants have.
const (
	modeDeflate = iota + 1
	modeInflate
	modeGzip
	modeGunzip
	modeDeflateRaw
	modeInflateRaw
	modeUnzip
	modeBrotliDecode
	modeBrotliEncode
	modeZstdEncode
	modeZstdDecode
)

// options are those of any codec.
type options struct {
	chunk           int // bytes of output at a time
	level, strategy int
	dictionary      []byte
	quality, window int // Brotli's and Zstandard's
	pledged         int // bytes that are to come, -1 if nobody says
}

func readOptions(o *goja.Object) options {
	number := func(name string) int { return int(jsconv.Get(o, name).ToInteger()) }
	opts := options{
		chunk: number("chunkSize"), level: number("level"), strategy: number("strategy"),
		quality: number("quality"), window: number("window"), pledged: -1,
	}
	if pledged := jsconv.Get(o, "pledged"); !jsconv.Missing(pledged) {
		opts.pledged = int(pledged.ToInteger())
	}
	if dictionary, ok := jsconv.Bytes(jsconv.Get(o, "dictionary")); ok {
		opts.dictionary = bytes.Clone(dictionary)
	}
	return opts
}

// flushOf translates the numbers of zlib and those of Brotli and Zstandard.
func flushOf(mode int, v goja.Value) flush {
	n := v.ToInteger()
	if mode >= modeBrotliDecode {
		switch n {
		case 0:
			return process
		case 2:
			return finish
		}
		return sync
	}
	switch n {
	case 0:
		return process
	case 4:
		return finish
	}
	return sync
}

func newCodec(mode int, o options) codec {
	switch mode {
	case modeDeflate, modeGzip, modeDeflateRaw, modeBrotliEncode, modeZstdEncode:
		return newEncoder(mode, o)
	}
	return newDecoder(mode, o)
}

// compressor is what all writers have in common.
type compressor interface {
	io.WriteCloser
	Flush() error
}

type encoder struct {
	mode    int
	options options
	out     bytes.Buffer
	w       compressor
	sum     hash.Hash32 // of a zlib or gzip stream
	size    int
	begun   bool
	done    bool
}

var errPledged = &failure{"ZSTD_error_srcSize_wrong", 72, "Src size is incorrect"}

func newEncoder(mode int, o options) *encoder {
	e := &encoder{mode: mode, options: o}
	switch mode {
	case modeDeflate:
		e.sum = adler32.New()
	case modeGzip:
		e.sum = crc32.NewIEEE()
	}
	switch mode {
	case modeBrotliEncode:
		lateinit.Need(lateinit.Brotli)
		e.w = brotli.NewWriterOptions(&e.out, brotli.WriterOptions{Quality: o.quality, LGWin: o.window})
	case modeZstdEncode:
		e.w = zstdEncoder(&e.out, o)
	default:
		e.w = deflater(&e.out, o)
	}
	return e
}

// strategyHuffman is zlib's Z_HUFFMAN_ONLY, the one strategy that flate knows, too.
const strategyHuffman = 2

// usualLevel is what zlib makes of level -1.
const usualLevel = 6

func deflater(out io.Writer, o options) *flate.Writer {
	lateinit.Need(lateinit.Deflate)
	level := o.level
	switch {
	case o.strategy == strategyHuffman && level != 0:
		level = flate.HuffmanOnly
	case level < 0:
		level = usualLevel
	}
	w, err := flate.NewWriterDict(out, level, o.dictionary)
	if err != nil { // the level has been checked
		w, _ = flate.NewWriterDict(out, usualLevel, o.dictionary)
	}
	return w
}

func (e *encoder) step(input []byte, f flush) (out []byte, more bool, consumed int, err error) {
	if input != nil && !e.done {
		e.head()
		if len(input) > 0 {
			if e.sum != nil {
				_, _ = e.sum.Write(input)
			}
			e.size += len(input)
			if pledged := e.options.pledged; pledged >= 0 && e.size > pledged {
				return nil, false, 0, errPledged
			}
			if _, err := e.w.Write(input); err != nil {
				return nil, false, 0, err
			}
		}
		switch f {
		case sync:
			err = e.w.Flush()
		case finish:
			e.done = true
			if pledged := e.options.pledged; pledged >= 0 && e.size != pledged {
				return nil, false, 0, errPledged
			}
			if e.size == 0 && e.mode < modeBrotliDecode && e.options.level != 0 {
				e.out.Write([]byte{3, 0}) // zlib's empty block, shorter than flate's
			} else {
				err = e.w.Close()
			}
			e.tail()
		}
		if err != nil {
			return nil, false, 0, err
		}
	}
	out = bytes.Clone(e.out.Next(e.options.chunk))
	return out, e.out.Len() > 0, len(input), nil
}

// head writes what comes before the first block.
func (e *encoder) head() {
	if e.begun {
		return
	}
	e.begun = true
	switch level := e.options.level; e.mode {
	case modeDeflate:
		// RFC 1950: method 8 with a window of 32 KB, and how hard it was tried.
		effort := 2
		switch {
		case level == 0 || level == 1 || e.options.strategy >= strategyHuffman:
			effort = 0
		case level > 1 && level < 6:
			effort = 1
		case level > 6:
			effort = 3
		}
		header := uint16(0x7800 | effort<<6)
		if e.options.dictionary != nil {
			header |= 0x20
		}
		header += 31 - header%31
		e.out.Write(binary.BigEndian.AppendUint16(nil, header))
		if e.options.dictionary != nil {
			e.out.Write(binary.BigEndian.AppendUint32(nil, adler32.Checksum(e.options.dictionary)))
		}
	case modeGzip:
		// RFC 1952, without name and time.
		extra, system := byte(0), byte(3)
		switch {
		case level == 9:
			extra = 2
		case level == 1 || e.options.strategy >= strategyHuffman:
			extra = 4
		}
		switch runtime.GOOS {
		case "windows":
			system = 10
		case "darwin":
			system = 19
		}
		e.out.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, extra, system})
	}
}

func (e *encoder) tail() {
	switch e.mode {
	case modeDeflate:
		e.out.Write(binary.BigEndian.AppendUint32(nil, e.sum.Sum32()))
	case modeGzip:
		e.out.Write(binary.LittleEndian.AppendUint32(nil, e.sum.Sum32()))
		e.out.Write(binary.LittleEndian.AppendUint32(nil, uint32(e.size)))
	}
}

// params ends the block and goes on with another writer.
func (e *encoder) params(level, strategy int) error {
	if e.mode >= modeBrotliDecode || e.done {
		return nil
	}
	e.options.level, e.options.strategy = level, strategy
	if e.begun {
		if err := e.w.Flush(); err != nil {
			return err
		}
	}
	o := e.options
	if e.begun {
		o.dictionary = nil
	}
	e.w = deflater(&e.out, o)
	return nil
}

func (e *encoder) close() {}
