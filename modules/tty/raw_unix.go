//go:build unix

package tty

import (
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// makeRaw is term.MakeRaw but for what is written: \n still begins a line at its
// left end, as Node leaves it.
func makeRaw(fd int) (*term.State, error) {
	before, err := term.MakeRaw(fd)
	if err != nil {
		return nil, err
	}
	raw, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return before, err
	}
	raw.Oflag |= unix.OPOST | unix.ONLCR
	return before, unix.IoctlSetTermios(fd, setTermios, raw)
}
