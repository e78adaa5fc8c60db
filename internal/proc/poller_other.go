//go:build !linux

package proc

import (
	"syscall"
	"time"
)

// Poller is for systems where processes can be waited for together with pipes.
type Poller struct{}

// Watch is a descriptor that is watched.
type Watch struct{}

// NewPoller makes none here.
func NewPoller() *Poller { return nil }

func (*Poller) Watch(int, bool, func() error) *Watch { return nil }
func (*Poller) WatchOutput(int, func() error) *Watch { return nil }
func (*Poller) Active() bool                         { return false }
func (*Poller) Poll(time.Duration) []func() error    { return nil }
func (*Poller) Wake()                                {}
func (*Poller) Close()                               {}
func (*Watch) Arm()                                  {}
func (*Watch) Disarm()                               {}
func (*Watch) Remove()                               {}

func (*Process) RawFD(int) int { return -1 }
func (*Process) WaitFD() int   { return -1 }
func (*Process) TryWait() bool { return false }
func (*Process) Abandon()      {}

func ReadRaw(int, *Stock) (Chunk, error) { return Chunk{}, syscall.ENOSYS }
func Enlarge(int)                        {}
func WriteRaw(int, []byte) (int, error)  { return 0, syscall.ENOSYS }
func ReadableNow(int) bool               { return false }
func WaitWritable(int) error             { return syscall.ENOSYS }
