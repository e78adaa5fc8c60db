package fs

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// watchBinding is what watch.js gets.
func watchBinding(env *modules.Env) *goja.Object {
	f := of(env)
	b := env.Binding()
	jsconv.Method(f.vm, b, "watch", 4, f.watch)
	jsconv.Method(f.vm, b, "poll", 5, f.poll)
	jsconv.Method(f.vm, b, "path", 2, func(c goja.FunctionCall) goja.Value {
		return f.vm.ToValue(f.path(c.Argument(0), c.Argument(1).String()).given)
	})
	jsconv.Method(f.vm, b, "options", 1, func(c goja.FunctionCall) goja.Value {
		if o := f.options(c.Argument(0)); o != nil {
			return o
		}
		return goja.Undefined()
	})
	return b
}

// handleObject makes the JavaScript object of something that is watched.
func (f *files) handleObject(h *eventloop.Handle, stop func()) *goja.Object {
	o := f.vm.NewObject()
	method := func(name string, do func()) {
		jsconv.Method(f.vm, o, name, 0, func(goja.FunctionCall) goja.Value { do(); return goja.Undefined() })
	}
	method("ref", h.Ref)
	method("unref", h.Unref)
	method("close", func() {
		if h.Close() {
			stop()
		}
	})
	return o
}

// watch is binding.watch(path, recursive, options, told): told gets each event's
// type and file name.
func (f *files) watch(c goja.FunctionCall) goja.Value {
	p := f.path(c.Argument(0), "filename")
	f.permit("watch", c.Arguments, p)
	name := f.name(object(c.Argument(2)))
	told, _ := goja.AssertFunction(c.Argument(3))
	h := f.env.Loop.NewHandle()
	t := &tree{root: p.full, watches: map[string]*watch{}, told: func(file string, renamed bool) {
		kind := "change"
		if renamed {
			kind = "rename"
		}
		f.env.Loop.Post(func() error {
			if h.Closed() {
				return nil
			}
			return call(told, f.vm.ToValue(kind), name(file))
		})
	}}
	err := f.useNotifier()
	if err == nil {
		t.notifier = f.notifier
		err = t.start(c.Argument(1).ToBoolean())
		if err != nil {
			f.releaseNotifier()
		}
	}
	if err != nil {
		h.Close()
		e := nodeerr.System(f.vm, nodeerr.FromOS(err, "watch", p.given))
		_ = e.Set("filename", c.Argument(0))
		panic(e)
	}
	return f.handleObject(h, func() {
		t.stop()
		f.releaseNotifier()
	})
}

// useNotifier makes the Runtime's notifier for its first user.
func (f *files) useNotifier() error {
	if f.notifier == nil {
		n, err := newNotifier()
		if err != nil {
			return err
		}
		f.notifier = n
		if !f.notifies {
			f.notifies = true
			f.host.Cleanup = append(f.host.Cleanup, func() {
				if f.notifier != nil {
					f.notifier.close()
				}
			})
		}
	}
	f.notified++
	return nil
}

func (f *files) releaseNotifier() {
	if f.notified--; f.notified == 0 {
		f.notifier.close()
		f.notifier = nil
	}
}

// tree is what one watcher watches: a file, a directory or, recursive, all
// directories below one.
type tree struct {
	notifier *notifier
	root     string
	told     func(file string, renamed bool)

	mu      sync.Mutex
	stopped bool
	watches map[string]*watch // by path
}

func (t *tree) start(recursive bool) error {
	if st, err := os.Stat(t.root); recursive && err == nil && st.IsDir() {
		if err := t.addDirectory(t.root); err != nil {
			return err
		}
		t.below(t.root, nil)
		return nil
	}
	w, err := t.notifier.add(t.root, func(c change) { t.told(c.name, c.renamed) })
	if err != nil {
		return err
	}
	t.watches[t.root] = w
	return nil
}

func (t *tree) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stopped = true
	for _, w := range t.watches {
		t.notifier.remove(w)
	}
	t.watches = nil
}

// addDirectory watches one directory of a recursive tree.
func (t *tree) addDirectory(dir string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stopped || t.watches[dir] != nil {
		return nil
	}
	w, err := t.notifier.add(dir, func(c change) { t.changed(dir, c) })
	if err == nil {
		t.watches[dir] = w
	}
	return err
}

// below watches the directories below one; found gets all entries. What is gone
// again, or may not be read, is passed over.
func (t *tree) below(dir string, found func(path string)) {
	_ = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == dir {
			return nil
		}
		if found != nil {
			found(p)
		}
		if e.IsDir() {
			_ = t.addDirectory(p)
		}
		return nil
	})
}

// changed hears of a change in a directory of a recursive tree.
func (t *tree) changed(dir string, c change) {
	if !c.entry {
		if c.gone && dir != t.root { // the directory above tells of it, too
			t.forget(dir)
		}
		return
	}
	p := filepath.Join(dir, c.name)
	t.tell(p, c.renamed)
	if !c.renamed {
		return
	}
	st, err := os.Lstat(p)
	switch {
	case err != nil:
		t.forget(p)
	case st.IsDir():
		if t.addDirectory(p) == nil {
			// What came before it was watched has not been told.
			t.below(p, func(p string) { t.tell(p, true) })
		}
	}
}

func (t *tree) tell(p string, renamed bool) {
	if rel, err := filepath.Rel(t.root, p); err == nil {
		t.told(rel, renamed)
	}
}

func (t *tree) forget(dir string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if w := t.watches[dir]; w != nil {
		t.notifier.remove(w)
		delete(t.watches, dir)
	}
}

// poll is binding.poll(path, interval, bigint, persistent, told): told gets the new
// status, the one before it and whether there is a file at all.
func (f *files) poll(c goja.FunctionCall) goja.Value {
	p := f.path(c.Argument(0), "filename")
	f.permit("poll", c.Arguments, p)
	interval := time.Duration(c.Argument(1).ToInteger()) * time.Millisecond
	bigint := c.Argument(2).ToBoolean()
	told, _ := goja.AssertFunction(c.Argument(3))
	h := f.env.Loop.NewHandle()
	tell := func(now, before status) {
		f.env.Loop.Post(func() error {
			if h.Closed() {
				return nil
			}
			return call(told, f.newStats(&now, bigint), f.newStats(&before, bigint))
		})
	}
	stopped := make(chan struct{})
	go func() {
		var last status
		var failed error
		for first := true; ; first = false {
			now, err := statPath(p.full)
			switch {
			case err != nil && (first || failed != err):
				tell(status{}, last)
			case err == nil && !first && (failed != nil || !now.equal(&last)):
				tell(*now, last)
			}
			if failed = err; err == nil {
				last = *now
			}
			select {
			case <-time.After(interval):
			case <-stopped:
				return
			case <-f.env.Loop.Lifetime().Done():
				return
			}
		}
	}()
	return f.handleObject(h, func() { close(stopped) })
}

// equal compares all but the time of the last access.
func (s *status) equal(t *status) bool {
	a, b := *s, *t
	a.atime, b.atime = 0, 0
	return a == b
}
