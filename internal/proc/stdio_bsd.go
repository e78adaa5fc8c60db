//go:build unix && !linux

package proc

import "syscall"

// These systems cannot make a descriptor close-on-exec as they open it, all of them: ForkLock keeps others from
// starting a process in between.

func pipe(p *[2]int) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if err := syscall.Pipe(p[:]); err != nil {
		return err
	}
	syscall.CloseOnExec(p[0])
	syscall.CloseOnExec(p[1])
	return nil
}

// output makes the stdout of a child: p[1].
func output(p *[2]int) error { return pipe(p) }

func socketpair(p *[2]int) (err error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	if *p, err = syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0); err != nil {
		return err
	}
	syscall.CloseOnExec(p[0])
	syscall.CloseOnExec(p[1])
	return nil
}

func neverBlock(fd int) error { return syscall.SetNonblock(fd, true) }

func dupCloseOnExec(fd int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	d, err := syscall.Dup(fd)
	if err != nil {
		return -1, err
	}
	syscall.CloseOnExec(d)
	return d, nil
}
