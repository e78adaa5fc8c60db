package process

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"syscall"
)

const maxrssUnit = 1 // kilobytes already

// threadTimes is the time of the thread this goroutine runs on now.
func threadTimes() (user, system int64) {
	const rusageThread = 1
	r := usageOf(rusageThread)
	return micros(r.Utime), micros(r.Stime)
}

// residentMemory is the second figure of /proc/self/statm.
func residentMemory() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return int64(usageOf(syscall.RUSAGE_SELF).Maxrss) * 1024
	}
	if f := bytes.Fields(b); len(f) > 1 {
		n, _ := strconv.ParseInt(string(f[1]), 10, 64)
		return n * int64(os.Getpagesize())
	}
	return 0
}

// cgroup reads a file of this process's control group, of either version; 0 if
// there is no limit.
func cgroup(v2, v1 string) uint64 {
	list, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(list)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		for _, file := range [...]string{
			"/sys/fs/cgroup" + parts[2] + "/" + v2, "/sys/fs/cgroup/" + v2,
			"/sys/fs/cgroup/memory" + parts[2] + "/" + v1, "/sys/fs/cgroup/memory/" + v1,
		} {
			if b, err := os.ReadFile(file); err == nil {
				if n, err := strconv.ParseUint(strings.TrimSpace(string(b)), 10, 64); err == nil {
					return n
				}
			}
		}
	}
	return 0
}

func constrainedMemory() uint64 {
	// An unlimited group of version 1 says so with a number near 2^63.
	if n := cgroup("memory.max", "memory.limit_in_bytes"); n < 1<<62 {
		return n
	}
	return 0
}

func availableMemory() uint64 {
	if limit := constrainedMemory(); limit > 0 {
		used := cgroup("memory.current", "memory.usage_in_bytes")
		return limit - min(limit, used)
	}
	b, _ := os.ReadFile("/proc/meminfo")
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "MemAvailable:"); ok {
			n, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return n * 1024
		}
	}
	return 0
}
