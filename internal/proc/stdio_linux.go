package proc

import "syscall"

func pipe(p *[2]int) error { return syscall.Pipe2(p[:], syscall.O_CLOEXEC) }

func socketpair(p *[2]int) (err error) {
	*p, err = syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	return err
}

// outputBuffer is how many bytes a child's output may be ahead of whoever reads it: more than the processor's nearer caches
// hold is of no use.
const outputBuffer = 1 << 20

// output makes the stdout of a child: p[1]. It is a pair of sockets, as in Node, for its speed: while one side copies from a
// pipe the other one cannot copy to it.
func output(p *[2]int) error {
	err := socketpair(p)
	if err == nil {
		enlargeSocket(p[1], outputBuffer)
	}
	return err
}

// neverBlock is SetNonblock for what was just made, of which it is known that no other flag is set.
func neverBlock(fd int) error {
	if _, _, errno := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_SETFL, syscall.O_NONBLOCK); errno != 0 {
		return errno
	}
	return nil
}

func dupCloseOnExec(fd int) (int, error) {
	d, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_DUPFD_CLOEXEC, 3)
	if errno != 0 {
		return -1, errno
	}
	return int(d), nil
}
