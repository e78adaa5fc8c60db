package proc

import (
	"syscall"
	"unsafe"
)

const populateWrite = 23 // MADV_POPULATE_WRITE

// populate has the kernel take memory that is about to be written into use all at once: a page fault for every page
// would cost more than filling it. Kernels before 5.14 do not know of it, to no harm.
func populate(b []byte) {
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) % uintptr(syscall.Getpagesize())
	if uintptr(len(b)) <= skip {
		return
	}
	b = b[skip:]
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), populateWrite)
}
