package proc

import "syscall"

// readReady is only for systems that tell when something is there to be read.
func readReady(syscall.RawConn, *Stock) (Chunk, error) { return Chunk{}, syscall.EWINDOWS }

const canWait = false
