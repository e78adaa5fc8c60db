//go:build unix && !linux

package os

import (
	"encoding/binary"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

func priority(pid int) (int, error) { return unix.Getpriority(unix.PRIO_PROCESS, pid) }

func setPriority(pid, n int) error { return unix.Setpriority(unix.PRIO_PROCESS, pid, n) }

// memory is what programs can still get, and what there is, in bytes.
func memory() (free, total uint64) {
	for _, name := range [...]string{"hw.memsize", "hw.physmem64", "hw.physmem"} {
		if n, err := unix.SysctlUint64(name); err == nil {
			total = n
			break
		}
	}
	for _, name := range [...]string{"vm.page_free_count", "vm.stats.vm.v_free_count"} {
		if n, err := unix.SysctlUint32(name); err == nil {
			return uint64(n) * uint64(unix.Getpagesize()), total
		}
	}
	return total, total
}

func uptime() float64 {
	b, err := unix.SysctlRaw("kern.boottime")
	if err != nil || len(b) < 8 {
		return 0
	}
	return float64(time.Now().Unix() - int64(binary.NativeEndian.Uint64(b)))
}

// loadavg is struct loadavg: three numbers and what to divide them by.
func loadavg() (l [3]float64) {
	b, err := unix.SysctlRaw("vm.loadavg")
	if err != nil || len(b) < 16 {
		return l
	}
	scale := float64(binary.NativeEndian.Uint32(b[12:]))
	if len(b) >= 24 {
		scale = float64(binary.NativeEndian.Uint64(b[16:]))
	}
	for i := range l {
		l[i] = float64(binary.NativeEndian.Uint32(b[4*i:])) / max(scale, 1)
	}
	return l
}

// cpus has no times: without C, the kernel tells them of no processor.
func cpus() []cpu {
	c := cpu{model: "unknown"}
	for _, name := range [...]string{"machdep.cpu.brand_string", "hw.model"} {
		if s, err := unix.Sysctl(name); err == nil && s != "" {
			c.model = s
			break
		}
	}
	if hz, err := unix.SysctlUint64("hw.cpufrequency"); err == nil {
		c.speed = int64(hz / 1e6)
	}
	list := make([]cpu, runtime.NumCPU())
	for i := range list {
		list[i] = c
	}
	return list
}
