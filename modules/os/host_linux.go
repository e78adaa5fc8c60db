package os

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// priority undoes what the system call does to keep its result positive. 0 would
// be the calling thread, which may be any; the process is its first thread.
func priority(pid int) (int, error) {
	if pid == 0 {
		pid = os.Getpid()
	}
	n, err := unix.Getpriority(unix.PRIO_PROCESS, pid)
	return 20 - n, err
}

// setPriority sets that of a thread. Of this process it sets all, since children
// and later threads may come from any of them.
func setPriority(pid, n int) error {
	if pid != 0 && pid != os.Getpid() {
		return unix.Setpriority(unix.PRIO_PROCESS, pid, n)
	}
	if err := unix.Setpriority(unix.PRIO_PROCESS, os.Getpid(), n); err != nil {
		return err
	}
	threads, _ := os.ReadDir("/proc/self/task")
	for _, t := range threads {
		if tid, err := strconv.Atoi(t.Name()); err == nil {
			_ = unix.Setpriority(unix.PRIO_PROCESS, tid, n) // may have ended
		}
	}
	return nil
}

// memory is what programs can still get, and what there is, in bytes.
func memory() (free, total uint64) {
	file, _ := os.ReadFile("/proc/meminfo")
	for line := range strings.Lines(string(file)) {
		name, rest, _ := strings.Cut(line, ":")
		value, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
		switch name {
		case "MemTotal":
			total = value * 1024
		case "MemAvailable":
			free = value * 1024
		}
	}
	if total == 0 {
		var s unix.Sysinfo_t
		if unix.Sysinfo(&s) == nil {
			unit := uint64(s.Unit)
			return uint64(s.Freeram) * unit, uint64(s.Totalram) * unit
		}
	}
	return free, total
}

func uptime() float64 {
	if file, err := os.ReadFile("/proc/uptime"); err == nil {
		first, _, _ := strings.Cut(string(file), " ")
		if f, err := strconv.ParseFloat(first, 64); err == nil {
			return f
		}
	}
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_BOOTTIME, &t)
	return float64(t.Nano()) / 1e9
}

func loadavg() (l [3]float64) {
	file, _ := os.ReadFile("/proc/loadavg")
	for i, f := range strings.Fields(string(file)) {
		if i < len(l) {
			l[i], _ = strconv.ParseFloat(f, 64)
		}
	}
	return l
}

// cpus reads the times from /proc/stat, in hundredths of a second there, the
// models from /proc/cpuinfo, and the present speeds from sysfs.
func cpus() []cpu {
	var list []cpu
	var numbers []int
	stat, _ := os.ReadFile("/proc/stat")
	for line := range strings.Lines(string(stat)) {
		f := strings.Fields(line)
		if len(f) < 8 || !strings.HasPrefix(f[0], "cpu") || f[0] == "cpu" {
			continue
		}
		n, err := strconv.Atoi(f[0][len("cpu"):])
		if err != nil {
			continue
		}
		ms := func(i int) int64 {
			v, _ := strconv.ParseInt(f[i], 10, 64)
			return v * 10
		}
		list = append(list, cpu{model: "unknown", user: ms(1), nice: ms(2), sys: ms(3), idle: ms(4), inter: ms(6)})
		numbers = append(numbers, n)
	}
	models := map[int]string{}
	n := 0
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "processor":
			n, _ = strconv.Atoi(value)
		case "model name":
			models[n] = value
		}
	}
	for i, n := range numbers {
		if m := models[n]; m != "" {
			list[i].model = m
		}
		if b, err := os.ReadFile("/sys/devices/system/cpu/cpu" + strconv.Itoa(n) + "/cpufreq/scaling_cur_freq"); err == nil {
			khz, _ := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
			list[i].speed = khz / 1000
		}
	}
	return list
}
