//go:build unix

package permission

import "syscall"

// NoFollowFlag is the flag of open that follows no link at a path's end.
const NoFollowFlag = syscall.O_NOFOLLOW

const harmless = syscall.O_NOFOLLOW | syscall.O_DIRECTORY | syscall.O_NOCTTY | syscall.O_SYNC
