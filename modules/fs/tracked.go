package fs

import "strconv"

// A worker's descriptors are closed when it ends, as far as they come from open and went through no other hands
// (Node: worker_threads.md, trackUnmanagedFds).

// opened notes a descriptor.
func (f *files) opened(fd int) {
	if f.host.Thread == nil || !f.host.Thread.TrackFDs {
		return
	}
	if f.tracked == nil {
		f.tracked = map[int]bool{}
		f.host.Cleanup = append(f.host.Cleanup, func() {
			for fd := range f.tracked {
				_ = closeFile(fd)
			}
		})
	}
	if f.tracked[fd] {
		f.warn("File descriptor " + strconv.Itoa(fd) + " opened in unmanaged mode twice")
	}
	f.tracked[fd] = true
}

// gone forgets a descriptor that is closed or handed to another thread.
func (f *files) gone(fd int) {
	if f.host.Thread == nil || !f.host.Thread.TrackFDs {
		return
	}
	if !f.tracked[fd] {
		f.warn("File descriptor " + strconv.Itoa(fd) + " closed but not opened in unmanaged mode")
	}
	delete(f.tracked, fd)
}
