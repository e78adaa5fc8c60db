package proc

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Bind puts this process into a job object that has the limits. Going beyond that of the processor's time ends the
// process; memory is refused.
func (b Bounds) Bind() error {
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	if b.CPU > 0 {
		info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_PROCESS_TIME
		info.BasicLimitInformation.PerProcessUserTimeLimit = int64((OwnCPUTime() + b.CPU) / (100 * time.Nanosecond))
	}
	if b.Memory > 0 {
		info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY
		info.ProcessMemoryLimit = uintptr(committed() + b.Memory)
	}
	if info.BasicLimitInformation.LimitFlags == 0 {
		return nil
	}
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return err
	}
	if _, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err == nil {
		err = windows.AssignProcessToJobObject(job, windows.CurrentProcess())
	}
	if err != nil {
		windows.CloseHandle(job)
	}
	return err
}

// OwnCPUTime is the processor time that this process has used.
func OwnCPUTime() time.Duration {
	var created, ended, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &user); err != nil {
		return 0
	}
	ticks := func(t windows.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) }
	return time.Duration(ticks(kernel)+ticks(user)) * 100 * time.Nanosecond
}

// memoryCounters is PROCESS_MEMORY_COUNTERS_EX.
type memoryCounters struct {
	size, faults               uint32
	peakWorkingSet, workingSet uintptr
	peakPagedPool, pagedPool   uintptr
	peakNonPaged, nonPaged     uintptr
	pagefile, peakPagefile     uintptr
	private                    uintptr
}

var getMemoryInfo = windows.NewLazySystemDLL("psapi.dll").NewProc("GetProcessMemoryInfo")

// committed is how many bytes of memory are this process's alone.
func committed() uint64 {
	c := memoryCounters{size: uint32(unsafe.Sizeof(memoryCounters{}))}
	if ok, _, _ := getMemoryInfo.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(&c)), uintptr(c.size)); ok == 0 {
		return 0
	}
	return uint64(c.private)
}
