//go:build unix && !linux

package process

import (
	"syscall"

	"golang.org/x/sys/unix"
)

const maxrssUnit = 1024 // bytes to kilobytes

// threadTimes: the system tells only of the whole process.
func threadTimes() (user, system int64) { return processTimes() }

func residentMemory() int64 { return int64(usageOf(syscall.RUSAGE_SELF).Maxrss) }

func constrainedMemory() uint64 { return 0 }

func availableMemory() uint64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return n - min(n, uint64(residentMemory()))
}
