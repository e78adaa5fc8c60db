package proc

import "io"

// onlyReader and onlyWriter keep io.Copy to the buffer it is given.
type (
	onlyReader struct{ io.Reader }
	onlyWriter struct{ io.Writer }
)

func copyBetween(dst, src *Conn) (int64, error) {
	b := buffers.Get().(*[]byte)
	defer buffers.Put(b)
	return io.CopyBuffer(onlyWriter{dst}, onlyReader{src}, *b)
}
