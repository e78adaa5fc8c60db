package proc

import (
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/gojs-run/gojs/spawn"
)

// A process with KillTree is put into a job object together with all that it starts, and that one into the job of its
// owner. The system ends a job's processes with the last handle to it, which is this program's: however it dies.

// TreeVariable is what marks the processes of a tree elsewhere.
const TreeVariable = "GOJS_TREE"

var owners struct {
	sync.Mutex
	jobs map[string]windows.Handle
}

// limitable tells whether a job can limit a resource of its processes.
func limitable(r spawn.Resource) bool {
	return r == spawn.CPUSeconds || r == spawn.DataSize || r == spawn.AddressSpace
}

// jobLimits are what a job says of each of its processes.
func jobLimits(limits []spawn.ResourceLimit) (info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION) {
	for _, l := range limits {
		if l.Resource == spawn.CPUSeconds {
			info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_PROCESS_TIME
			info.BasicLimitInformation.PerProcessUserTimeLimit = int64(l.Max) * 1e7
			continue
		}
		if most := uintptr(l.Max); info.ProcessMemoryLimit == 0 || most < info.ProcessMemoryLimit {
			info.ProcessMemoryLimit = most
		}
		info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY
	}
	return info
}

func newJob(tree bool, limits []spawn.ResourceLimit) (windows.Handle, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, err
	}
	info := jobLimits(limits)
	if tree {
		info.BasicLimitInformation.LimitFlags |= windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err != nil {
		windows.CloseHandle(job)
		return 0, err
	}
	return job, nil
}

func ownerJob(owner string) (windows.Handle, error) {
	owners.Lock()
	defer owners.Unlock()
	if job, ok := owners.jobs[owner]; ok {
		return job, nil
	}
	job, err := newJob(true, nil)
	if err != nil {
		return 0, err
	}
	if owners.jobs == nil {
		owners.jobs = map[string]windows.Handle{}
	}
	owners.jobs[owner] = job
	return job, nil
}

var resumeProcess = windows.NewLazySystemDLL("ntdll.dll").NewProc("NtResumeProcess")

// plantTree puts a process that was started suspended into its jobs and lets it run. It returns the job of its tree.
func plantTree(cmd *spawn.Command, pid int) (windows.Handle, error) {
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE|windows.PROCESS_SUSPEND_RESUME, false, uint32(pid))
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(process)
	var jobs []windows.Handle
	if cmd.KillTree {
		outer, err := ownerJob(cmd.Owner)
		if err != nil {
			return 0, err
		}
		jobs = append(jobs, outer)
	}
	job, err := newJob(cmd.KillTree, cmd.Limits)
	if err != nil {
		return 0, err
	}
	for _, j := range append(jobs, job) {
		if err := windows.AssignProcessToJobObject(j, process); err != nil {
			windows.CloseHandle(job)
			return 0, err
		}
	}
	if status, _, _ := resumeProcess.Call(uintptr(process)); status != 0 {
		windows.CloseHandle(job)
		return 0, windows.NTStatus(status)
	}
	if !cmd.KillTree { // the job is there as long as a process is in it
		windows.CloseHandle(job)
		return 0, nil
	}
	return job, nil
}

// EndOwned kills what is left of all trees of an owner.
func EndOwned(owner string) {
	owners.Lock()
	job, ok := owners.jobs[owner]
	delete(owners.jobs, owner)
	owners.Unlock()
	if ok {
		_ = windows.TerminateJobObject(job, 1)
		windows.CloseHandle(job)
	}
}

// releaseJob closes the handle to the process's own job without ending who is in it.
func (p *Process) releaseJob() {
	info := jobLimits(p.limits)
	_, _ = windows.SetInformationJobObject(p.job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
	windows.CloseHandle(p.job)
	p.job = 0
}
