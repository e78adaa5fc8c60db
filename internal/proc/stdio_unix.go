//go:build unix

package proc

import (
	"os"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// end is what is planned for one descriptor of a child.
type end struct {
	child  int  // our descriptor that becomes the child's, or -1 for none
	parent int  // our end of the pipe, or -1
	ours   bool // child was opened for this start and is closed after it
	shared bool // the child shares the open file with others: it must not find it non-blocking
	socket bool // parent is a socket that goes both ways
}

// openStdio opens what the plan asks for. If it fails nothing stays open.
func openStdio(plan []spawn.Stdio) (ends []end, err error) {
	ends = make([]end, len(plan))
	for i := range plan {
		ends[i] = end{child: -1, parent: -1}
	}
	for i := range plan {
		if err := ends[i].open(i, &plan[i]); err != nil {
			closeChildEnds(ends)
			closeParentEnds(ends)
			return nil, err
		}
	}
	return ends, nil
}

func (e *end) open(fd int, plan *spawn.Stdio) error {
	var p [2]int
	switch kind := plan.Kind; {
	case kind == spawn.Ignore && fd <= 2:
		null := &nullOutput
		if fd == 0 {
			null = &nullInput
		}
		var err error
		e.child, err = null.descriptor()
		return stdioError("open", err)
	case kind == spawn.Pipe && fd == 1:
		if err := output(&p); err != nil {
			return stdioError("socketpair", err)
		}
		e.ours, e.child, e.parent = true, p[1], p[0]
		return stdioError("fcntl", neverBlock(e.parent))
	case kind == spawn.Pipe && fd <= 2:
		if err := pipe(&p); err != nil {
			return stdioError("pipe", err)
		}
		e.ours = true
		if fd == 0 {
			e.child, e.parent = p[0], p[1]
		} else {
			e.child, e.parent = p[1], p[0]
		}
		return stdioError("fcntl", neverBlock(e.parent))
	case kind == spawn.Pipe || kind == spawn.Overlapped || kind == spawn.Channel:
		if err := socketpair(&p); err != nil {
			return stdioError("socketpair", err)
		}
		e.ours, e.socket = true, true
		e.parent, e.child = p[0], p[1]
		if kind == spawn.Channel {
			enlargeSocket(p[0], channelBuffer)
			enlargeSocket(p[1], channelBuffer)
		}
		return stdioError("fcntl", neverBlock(e.parent))
	case kind == spawn.Inherit:
		e.child, e.shared = plan.FD, true
	case kind == spawn.File:
		// A duplicate, because whoever owns the file may close it meanwhile, and the number be used anew.
		d, err := dupFile(plan.File)
		if err != nil {
			return stdioError("dup", err)
		}
		e.child, e.ours, e.shared = d, true, true
	}
	return nil
}

func stdioError(op string, err error) error {
	if err == nil {
		return nil
	}
	errno, ok := err.(syscall.Errno)
	if !ok {
		errno = syscall.EBADF
	}
	return &spawn.Error{Op: op, Errno: errno}
}

// dupFile duplicates a file's descriptor without making the file blocking, as Fd would.
func dupFile(f *os.File) (fd int, err error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return -1, syscall.EBADF
	}
	cerr := raw.Control(func(from uintptr) { fd, err = dupCloseOnExec(int(from)) })
	if cerr != nil {
		return -1, syscall.EBADF
	}
	return fd, err
}

func closeChildEnds(ends []end) {
	for i := range ends {
		if e := &ends[i]; e.ours && e.child >= 0 {
			syscall.Close(e.child)
			e.child = -1
		}
	}
}

func closeParentEnds(ends []end) {
	for i := range ends {
		if e := &ends[i]; e.parent >= 0 {
			syscall.Close(e.parent)
			e.parent = -1
		}
	}
}
