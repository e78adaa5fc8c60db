package proc

import (
	"syscall"
)

const (
	spliceNonblock = 2
	setPipeSize    = 1031 // F_SETPIPE_SZ
)

// Splice moves everything from src to dst without it entering the program, until src ends (then the error is nil), or
// one of the two fails or is closed. It closes neither.
func Splice(dst, src *Conn) (moved int64, err error) {
	in, err := src.file.SyscallConn()
	if err != nil {
		return 0, err
	}
	out, err := dst.file.SyscallConn()
	if err != nil {
		return 0, err
	}
	src.enlarge()
	dst.enlarge()
	for {
		var n int64
		var errno syscall.Errno
		var werr error
		rerr := in.Read(func(from uintptr) bool {
			werr = out.Write(func(to uintptr) bool {
				n, errno = splice(from, to)
				// Nothing moved: because dst is full, which is waited for here, or because src is empty.
				return errno != syscall.EAGAIN || !full(to)
			})
			// Had dst been full a moment ago and src not empty, waiting for src could be for ever: nothing new comes to
			// a pipe that is full.
			return werr != nil || errno != syscall.EAGAIN || ready(from)
		})
		moved += n
		switch {
		case rerr != nil:
			return moved, rerr
		case werr != nil:
			return moved, werr
		case errno == syscall.EAGAIN:
		case errno == syscall.EINVAL && moved == 0:
			return copyBetween(dst, src)
		case errno != 0:
			return moved, errno
		case n == 0:
			return moved, nil
		default:
			giveWay()
		}
	}
}

// splice moves what can be moved at once. It does not wait, so that the runtime is not told of it: which would look for
// another thread that can go on meanwhile, and wake it.
func splice(from, to uintptr) (int64, syscall.Errno) {
	for {
		n, _, errno := syscall.RawSyscall6(syscall.SYS_SPLICE, from, 0, to, 0, largePipe, spliceNonblock)
		if errno != syscall.EINTR {
			return max(int64(n), 0), errno
		}
	}
}

// giveWay lets those go on who share the processor: what has just become possible is then worth more.
func giveWay() { _, _, _ = syscall.Syscall(syscall.SYS_SCHED_YIELD, 0, 0, 0) }

// Pending says whether a read would not block now: there is data, or the end.
func (c *Conn) Pending() (pending bool) {
	raw, err := c.file.SyscallConn()
	if err != nil {
		return false
	}
	_ = raw.Control(func(fd uintptr) { pending = ready(fd) })
	return pending
}

func ready(fd uintptr) bool {
	p := [1]pollFD{{fd: int32(fd), events: pollIn}}
	errno := poll(p[:], 0)
	return errno == 0 && p[0].revents != 0
}

func full(fd uintptr) bool {
	p := [1]pollFD{{fd: int32(fd), events: pollOut}}
	errno := poll(p[:], 0)
	return errno == 0 && p[0].revents == 0
}

// enlarge is Enlarge.
func (c *Conn) enlarge() {
	raw, err := c.file.SyscallConn()
	if err != nil || c.socket {
		return
	}
	_ = raw.Control(func(fd uintptr) { Enlarge(int(fd)) })
}
