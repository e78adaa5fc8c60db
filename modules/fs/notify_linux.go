package fs

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// notifier tells of changes of files and directories, by inotify: one descriptor
// and one goroutine for all that a Runtime watches.
type notifier struct {
	file *os.File

	mu      sync.Mutex
	watches map[int][]*watch // by watch descriptor
}

// watch is a file or directory that is watched by somebody. What is the same file
// has the same descriptor.
type watch struct {
	descriptor int
	path       string
	// tell is called on a goroutine of the notifier. It may add and remove watches.
	tell func(change)
}

// change is what happened to an entry of a directory, or to what is watched itself.
type change struct {
	name    string // the last part of its path
	renamed bool   // it came or went; otherwise its contents or attributes changed
	entry   bool   // it is in the directory that is watched
	gone    bool   // it is what is watched, and not there any more
}

const notifyMask = unix.IN_ATTRIB | unix.IN_CREATE | unix.IN_MODIFY | unix.IN_DELETE | unix.IN_DELETE_SELF |
	unix.IN_MOVE_SELF | unix.IN_MOVED_FROM | unix.IN_MOVED_TO

func newNotifier() (*notifier, error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, err
	}
	n := &notifier{file: os.NewFile(uintptr(fd), "inotify"), watches: map[int][]*watch{}}
	go n.read()
	return n, nil
}

func (n *notifier) add(path string, tell func(change)) (*watch, error) {
	conn, err := n.file.SyscallConn()
	if err != nil {
		return nil, err
	}
	n.mu.Lock() // an event may be there before its watch is in the map
	defer n.mu.Unlock()
	w := &watch{path: path, tell: tell}
	if e := conn.Control(func(fd uintptr) { w.descriptor, err = unix.InotifyAddWatch(int(fd), path, notifyMask) }); e != nil {
		return nil, e
	}
	if err != nil {
		return nil, err
	}
	n.watches[w.descriptor] = append(n.watches[w.descriptor], w)
	return w, nil
}

func (n *notifier) remove(w *watch) {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.watches[w.descriptor]
	for i := range list {
		if list[i] != w {
			continue
		}
		if len(list) > 1 {
			n.watches[w.descriptor] = append(append([]*watch(nil), list[:i]...), list[i+1:]...)
			return
		}
		delete(n.watches, w.descriptor)
		if conn, err := n.file.SyscallConn(); err == nil {
			_ = conn.Control(func(fd uintptr) { _, _ = unix.InotifyRmWatch(int(fd), uint32(w.descriptor)) })
		}
		return
	}
}

func (n *notifier) close() { _ = n.file.Close() }

// read hands on events until the notifier is closed.
func (n *notifier) read() {
	b := make([]byte, 64<<10)
	for {
		size, err := n.file.Read(b)
		if err != nil {
			return
		}
		for e := b[:size]; len(e) >= unix.SizeofInotifyEvent; {
			descriptor := int(int32(binary.NativeEndian.Uint32(e)))
			mask := binary.NativeEndian.Uint32(e[4:])
			end := unix.SizeofInotifyEvent + int(binary.NativeEndian.Uint32(e[12:]))
			n.tell(descriptor, mask, strings.TrimRight(string(e[unix.SizeofInotifyEvent:end]), "\x00"))
			e = e[end:]
		}
	}
}

func (n *notifier) tell(descriptor int, mask uint32, name string) {
	n.mu.Lock()
	list := n.watches[descriptor]
	if mask&unix.IN_IGNORED != 0 {
		delete(n.watches, descriptor) // the system has removed it
	}
	n.mu.Unlock()
	for _, w := range list {
		c := change{name: name, renamed: mask&^(unix.IN_ATTRIB|unix.IN_MODIFY) != 0, entry: name != ""}
		if !c.entry {
			c.name = filepath.Base(w.path)
			c.gone = mask&(unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_UNMOUNT|unix.IN_IGNORED) != 0
		}
		w.tell(c)
	}
}
