//go:build unix

package permission

import "syscall"

const harmless = syscall.O_NOFOLLOW | syscall.O_DIRECTORY | syscall.O_NOCTTY | syscall.O_SYNC
