package proc

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
)

// channelHandles is where a process finds its channel: Windows has no numbers for descriptors, so the handles that it
// reads from and writes to are told by name. A channel here leads to another process of this program only.
const channelHandles = "GOJS_CHANNEL_HANDLES"

// openChannel makes the two pipes of a channel: the process's files, and our end.
func openChannel() ([]*os.File, *Conn, error) {
	fromUs, us, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	them, toUs, err := os.Pipe()
	if err != nil {
		fromUs.Close()
		us.Close()
		return nil, nil, err
	}
	return []*os.File{fromUs, toUs}, &Conn{file: them, out: us}, nil
}

func handleNumbers(files []*os.File) string {
	return fmt.Sprintf("%d,%d", files[0].Fd(), files[1].Fd())
}

// Channel is what joins this process to the one that forked it.
type Channel struct{ conn *Conn }

// OpenChannel makes a Channel of the handles that this process was started with; the number is not used.
func OpenChannel(int) (*Channel, error) {
	in, out, ok := strings.Cut(os.Getenv(channelHandles), ",")
	r, err1 := strconv.ParseUint(in, 10, 64)
	w, err2 := strconv.ParseUint(out, 10, 64)
	if !ok || err1 != nil || err2 != nil {
		return nil, syscall.EBADF
	}
	return &Channel{&Conn{file: os.NewFile(uintptr(r), "channel"), out: os.NewFile(uintptr(w), "channel")}}, nil
}

// RawFD is -1: the channel is two handles.
func (c *Channel) RawFD() int { return -1 }

// Conn is the connection over the channel.
func (c *Channel) Conn() *Conn { return c.conn }

// Crash has the report of what ends this process from within (Go: debug.SetCrashOutput) written to the channel, too.
func (c *Channel) Crash() error { return debug.SetCrashOutput(c.conn.out, debug.CrashOptions{}) }

// Close closes both handles.
func (c *Channel) Close() error { return c.conn.Close() }
