//go:build unix

package spawn

import "syscall"

// writable asks whether this process may write a file, or into a folder.
func writable(path string) bool {
	const w = 2
	return syscall.Access(path, w) == nil
}
