package permission

import "syscall"

// NoFollowFlag: there is no flag of open that follows no link at a path's end.
const NoFollowFlag = 0

const harmless = syscall.O_SYNC
