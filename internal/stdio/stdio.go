// Package stdio writes to standard streams as Node does: all of it before it
// returns, and a broken pipe is an error for the writer, not the program's end.
//
// Writing to an os.Stdout whose reader is gone makes Go end the program with
// SIGPIPE; so an *os.File is written to by its descriptor here.
package stdio

import (
	"io"
	"os"
)

// Write writes all of b. Errors are those of the system call (syscall.EPIPE, ...).
func Write(w io.Writer, b []byte) error {
	if f, ok := w.(*os.File); ok {
		return writeFile(f, b)
	}
	_, err := w.Write(b)
	return err
}
