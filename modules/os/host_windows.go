package os

import (
	"fmt"
	"os"
	"os/user"
	"runtime"
	"strconv"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

const currentVersion = `SOFTWARE\Microsoft\Windows NT\CurrentVersion`

func uname() system {
	v := windows.RtlGetVersion()
	s := system{
		name:    "Windows_NT",
		release: fmt.Sprintf("%d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber),
		version: "Windows",
	}
	if k, err := registry.OpenKey(registry.LOCAL_MACHINE, currentVersion, registry.QUERY_VALUE); err == nil {
		if name, _, err := k.GetStringValue("ProductName"); err == nil {
			s.version = name
		}
		_ = k.Close()
	}
	switch runtime.GOARCH {
	case "amd64":
		s.machine = "x86_64"
	case "386":
		s.machine = "i686"
	default:
		s.machine = runtime.GOARCH
	}
	return s
}

func current() (account, error) {
	u, err := user.Current()
	if err != nil {
		return account{}, err
	}
	name := u.Username
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '\\' { // DOMAIN\name
			name = name[i+1:]
			break
		}
	}
	return account{uid: -1, gid: -1, username: name, home: u.HomeDir}, nil
}

// classes are Windows' priorities and the ones of Unix that libuv puts for them,
// from low to high.
var classes = [...]struct {
	class    uint32
	priority int
}{
	{windows.IDLE_PRIORITY_CLASS, priorityLow},
	{windows.BELOW_NORMAL_PRIORITY_CLASS, 10},
	{windows.NORMAL_PRIORITY_CLASS, 0},
	{windows.ABOVE_NORMAL_PRIORITY_CLASS, -7},
	{windows.HIGH_PRIORITY_CLASS, -14},
	{windows.REALTIME_PRIORITY_CLASS, priorityHighest},
}

func open(pid int, access uint32) (windows.Handle, error) {
	if pid == 0 || pid == os.Getpid() {
		return windows.CurrentProcess(), nil
	}
	h, err := windows.OpenProcess(access, false, uint32(pid))
	if err == windows.ERROR_INVALID_PARAMETER {
		err = windows.Errno(windows.ERROR_FILE_NOT_FOUND)
	}
	return h, err
}

func priority(pid int) (int, error) {
	h, err := open(pid, windows.PROCESS_QUERY_LIMITED_INFORMATION)
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(h)
	class, err := windows.GetPriorityClass(h)
	for _, c := range classes {
		if c.class == class {
			return c.priority, err
		}
	}
	return 0, err
}

func setPriority(pid, n int) error {
	h, err := open(pid, windows.PROCESS_SET_INFORMATION)
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	class := classes[len(classes)-1].class
	for i := len(classes) - 2; i >= 0 && n > classes[i+1].priority; i-- {
		class = classes[i].class
	}
	return windows.SetPriorityClass(h, class)
}

type memoryStatus struct {
	length, load                                                       uint32
	totalPhys, availPhys, totalPage, availPage, totalVirtual, avail, x uint64
}

var globalMemoryStatusEx = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx")

func memory() (free, total uint64) {
	s := memoryStatus{length: uint32(unsafe.Sizeof(memoryStatus{}))}
	if ok, _, _ := globalMemoryStatusEx.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0, 0
	}
	return s.availPhys, s.totalPhys
}

func uptime() float64 { return windows.DurationSinceBoot().Seconds() }

func loadavg() [3]float64 { return [3]float64{} }

// processorTimes is SYSTEM_PROCESSOR_PERFORMANCE_INFORMATION, in units of 100 ns.
type processorTimes struct {
	idle, kernel, user, dpc, interrupt int64
	interruptCount                     uint32
	_                                  uint32
}

func cpus() []cpu {
	times := make([]processorTimes, runtime.NumCPU())
	size := uint32(len(times)) * uint32(unsafe.Sizeof(times[0]))
	const performance = 8
	_ = windows.NtQuerySystemInformation(performance, unsafe.Pointer(&times[0]), size, nil)
	list := make([]cpu, len(times))
	for i, t := range times {
		const ms = 10000
		list[i] = cpu{user: t.user / ms, sys: (t.kernel - t.idle) / ms, idle: t.idle / ms, inter: t.interrupt / ms}
		k, err := registry.OpenKey(registry.LOCAL_MACHINE, `HARDWARE\DESCRIPTION\System\CentralProcessor\`+strconv.Itoa(i), registry.QUERY_VALUE)
		if err != nil {
			continue
		}
		list[i].model, _, _ = k.GetStringValue("ProcessorNameString")
		if mhz, _, err := k.GetIntegerValue("~MHz"); err == nil {
			list[i].speed = int64(mhz)
		}
		_ = k.Close()
	}
	return list
}
