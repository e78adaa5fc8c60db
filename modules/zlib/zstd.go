package zlib

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zstd"

	"github.com/gojs-run/gojs/internal/lateinit"
)

// zstdEncoder makes a compressor on one goroutine, without checksums, as Node's do.
func zstdEncoder(out *bytes.Buffer, o options) compressor {
	lateinit.Need(lateinit.Zstandard)
	opts := []zstd.EOption{
		zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithZeroFrames(true),
		zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(o.quality)),
	}
	if o.dictionary != nil {
		opts = append(opts, zstd.WithEncoderDictRaw(0, o.dictionary))
	}
	w, err := zstd.NewWriter(out, opts...)
	if err != nil { // a dictionary that is too short to be one
		w, _ = zstd.NewWriter(out, opts[:4]...)
	}
	return w
}

// unzstd decompresses frames. One that is cut off gives what there is of it.
func (d *decoder) unzstd() error {
	lateinit.Need(lateinit.Zstandard)
	opts := []zstd.DOption{zstd.WithDecoderConcurrency(1)}
	if d.dictionary != nil {
		opts = append(opts, zstd.WithDecoderDictRaw(0, d.dictionary))
	}
	r, err := zstd.NewReader(d, opts...)
	if err == nil {
		defer r.Close()
		err = d.copy(r, nil)
	}
	switch {
	case err == nil, errors.Is(err, errStopped):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil
	case errors.Is(err, zstd.ErrMagicMismatch):
		return &failure{"ZSTD_error_prefix_unknown", 10, "Unknown frame descriptor"}
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return &failure{"ZSTD_error_dictionary_wrong", 32, "Dictionary mismatch"}
	}
	return &failure{"ZSTD_error_corruption_detected", 20, "Data corruption detected"}
}
