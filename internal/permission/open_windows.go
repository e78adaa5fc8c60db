package permission

import "syscall"

const harmless = syscall.O_SYNC
