package process

import (
	"errors"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var notDirectory error = windows.ERROR_DIRECTORY

func searchable(string) error { return nil }

// systemUmask: the C library keeps one, and nothing has set it.
func systemUmask() int { return 0 }

func monotonic() time.Duration { return time.Since(epoch) + booted }

var (
	epoch  = time.Now()
	booted = windows.DurationSinceBoot()

	kernel32          = windows.NewLazySystemDLL("kernel32.dll")
	memoryStatus      = kernel32.NewProc("GlobalMemoryStatusEx")
	processMemoryInfo = kernel32.NewProc("K32GetProcessMemoryInfo")
)

// times converts FILETIMEs, in units of 100 ns, to microseconds.
func times(kernel, user windows.Filetime) (int64, int64) {
	us := func(f windows.Filetime) int64 { return (int64(f.HighDateTime)<<32 | int64(f.LowDateTime)) / 10 }
	return us(user), us(kernel)
}

func processTimes() (user, system int64) {
	var c, e, k, u windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &c, &e, &k, &u); err != nil {
		return 0, 0
	}
	return times(k, u)
}

func threadTimes() (user, system int64) { return processTimes() }

// memoryCounters is PROCESS_MEMORY_COUNTERS.
type memoryCounters struct {
	size, pageFaults                 uint32
	peakWorkingSet, workingSet       uintptr
	quotaPeakPaged, quotaPaged       uintptr
	quotaPeakNonPaged, quotaNonPaged uintptr
	pagefileUsage, peakPagefileUsage uintptr
}

func counters() (c memoryCounters) {
	c.size = uint32(unsafe.Sizeof(c))
	_, _, _ = processMemoryInfo.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(&c)), uintptr(c.size))
	return c
}

func residentMemory() int64 { return int64(counters().workingSet) }

func resources() []resource {
	user, system := processTimes()
	c := counters()
	list := []resource{{"userCPUTime", user}, {"systemCPUTime", system}, {"maxRSS", int64(c.peakWorkingSet) / 1024}}
	for _, name := range [...]string{
		"sharedMemorySize", "unsharedDataSize", "unsharedStackSize", "minorPageFault", "majorPageFault", "swappedOut", "fsRead",
		"fsWrite", "ipcSent", "ipcReceived", "signalsCount", "voluntaryContextSwitches", "involuntaryContextSwitches",
	} {
		n := int64(0)
		if name == "majorPageFault" {
			n = int64(c.pageFaults)
		}
		list = append(list, resource{name, n})
	}
	return list
}

func constrainedMemory() uint64 { return 0 }

func availableMemory() uint64 {
	var m struct { // MEMORYSTATUSEX
		length, load                         uint32
		totalPhys, availPhys                 uint64
		totalPage, availPage                 uint64
		totalVirtual, availVirtual, extended uint64
	}
	m.length = uint32(unsafe.Sizeof(m))
	_, _, _ = memoryStatus.Call(uintptr(unsafe.Pointer(&m)))
	return m.availPhys
}

// sendSignal does what libuv's uv_kill does: 0 asks whether the process is there,
// four signals end it, others are not to be had.
func sendSignal(pid, sig int) error {
	switch syscall.Signal(sig) {
	case 0, syscall.SIGINT, syscall.SIGKILL, syscall.SIGTERM, syscall.SIGQUIT:
	default:
		return syscall.ENOSYS
	}
	h := windows.CurrentProcess()
	if pid != 0 {
		var err error
		h, err = windows.OpenProcess(windows.PROCESS_TERMINATE|windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
		if errors.Is(err, windows.ERROR_INVALID_PARAMETER) {
			return syscall.Errno(windows.ERROR_NOT_FOUND)
		} else if err != nil {
			return err
		}
		defer windows.CloseHandle(h)
	}
	var code uint32
	if err := windows.GetExitCodeProcess(h, &code); err != nil {
		return err
	}
	const stillActive = 259
	if code != stillActive {
		return syscall.Errno(windows.ERROR_NOT_FOUND)
	}
	if sig == 0 {
		return nil
	}
	return windows.TerminateProcess(h, 1)
}
