//go:build !linux

package fs

import (
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// notifier tells of changes of files and directories, by fsnotify: kqueue on BSD
// and macOS, ReadDirectoryChangesW on Windows.
type notifier struct {
	watcher *fsnotify.Watcher

	mu      sync.Mutex
	watches map[string][]*watch // by path
}

// watch is a file or directory that is watched by somebody.
type watch struct {
	path string
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

func newNotifier() (*notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &notifier{watcher: w, watches: map[string][]*watch{}}
	go n.read()
	return n, nil
}

func (n *notifier) add(path string, tell func(change)) (*watch, error) {
	path = filepath.Clean(path)
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.watches[path]) == 0 {
		if err := n.watcher.Add(path); err != nil {
			return nil, err
		}
	}
	w := &watch{path: path, tell: tell}
	n.watches[path] = append(n.watches[path], w)
	return w, nil
}

func (n *notifier) remove(w *watch) {
	n.mu.Lock()
	defer n.mu.Unlock()
	list := n.watches[w.path]
	for i := range list {
		if list[i] != w {
			continue
		}
		if len(list) > 1 {
			n.watches[w.path] = append(append([]*watch(nil), list[:i]...), list[i+1:]...)
			return
		}
		delete(n.watches, w.path)
		_ = n.watcher.Remove(w.path)
		return
	}
}

func (n *notifier) close() { _ = n.watcher.Close() }

// read hands on events until the notifier is closed.
func (n *notifier) read() {
	errs := n.watcher.Errors
	for {
		select {
		case e, ok := <-n.watcher.Events:
			if !ok {
				return
			}
			n.tell(e)
		case _, ok := <-errs:
			if !ok {
				errs = nil
			}
		}
	}
}

func (n *notifier) tell(e fsnotify.Event) {
	c := change{name: filepath.Base(e.Name), renamed: e.Has(fsnotify.Create) || e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)}
	n.mu.Lock()
	self, above := n.watches[e.Name], n.watches[filepath.Dir(e.Name)]
	n.mu.Unlock()
	c.gone = e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)
	for _, w := range self {
		w.tell(c)
	}
	c.entry, c.gone = true, false
	for _, w := range above {
		w.tell(c)
	}
}
