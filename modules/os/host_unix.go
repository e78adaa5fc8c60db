//go:build unix

package os

import (
	"bytes"
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

func uname() system {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return system{}
	}
	return system{text(u.Sysname[:]), text(u.Release[:]), text(u.Version[:]), text(u.Machine[:])}
}

func text(b []byte) string {
	b, _, _ = bytes.Cut(b, []byte{0})
	return string(b)
}

// current is the account this process runs as: its entry in /etc/passwd, which has
// the shell, else what the system's own look-up knows.
func current() (account, error) {
	uid := os.Getuid()
	a := account{uid: uid, gid: os.Getgid(), hasShell: true}
	id := strconv.Itoa(uid)
	file, _ := os.ReadFile("/etc/passwd")
	for line := range strings.Lines(string(file)) {
		if f := strings.Split(strings.TrimSpace(line), ":"); len(f) >= 7 && f[2] == id {
			a.username, a.home, a.shell = f[0], f[5], f[6]
			if gid, err := strconv.Atoi(f[3]); err == nil {
				a.gid = gid
			}
			return a, nil
		}
	}
	u, err := user.LookupId(id)
	if err != nil {
		return a, syscall.ENOENT
	}
	a.username, a.home = u.Username, u.HomeDir
	if gid, err := strconv.Atoi(u.Gid); err == nil {
		a.gid = gid
	}
	a.shell = os.Getenv("SHELL")
	return a, nil
}
