package fs

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// openDir is a directory that is read piece by piece, with those below it if it is
// recursive.
type openDir struct {
	mu        sync.Mutex // an operation in each of two forms may be under way
	file      *os.File
	at        path   // of file, as the script would call it
	waiting   []path // directories that have been seen and not been read
	recursive bool
	given     []found // instead of file, what is left of all there is: see onMount
}

var dirSlot = jsconv.Slot[openDir]{Name: "fs.Dir"}

// dirBinding is what dir.js gets: opendir, readEntries and closedir, each with the callback and
// as Sync.
func dirBinding(env *modules.Env) *goja.Object {
	f := of(env)
	b := env.Binding()
	for _, op := range [...]*operation{
		{name: "opendir", params: 3, prepare: (*files).openDir},
		{name: "readEntries", params: 3, prepare: (*files).readOpenDir},
		{name: "closedir", params: 1, prepare: (*files).closeOpenDir},
	} {
		_ = b.Set(op.name, f.callback(op))
		_ = b.Set(op.name+"Sync", f.sync(op))
	}
	jsconv.Method(f.vm, b, "options", 1, func(c goja.FunctionCall) goja.Value {
		if o := f.options(c.Argument(0)); o != nil {
			return o
		}
		return goja.Undefined()
	})
	jsconv.Method(f.vm, b, "path", 1, func(c goja.FunctionCall) goja.Value { return f.vm.ToValue(f.path(c.Argument(0), "path").given) })
	return b
}

// openDir is binding.opendir(path, recursive): the result stands for the directory.
func (f *files) openDir(a args) task {
	p := f.path(a.at(0), "path")
	recursive := a.at(1).ToBoolean()
	return task{
		run: func() (any, error) {
			file, err := openDirectory(p.full)
			if p.asked != "" {
				p.full = p.asked // it is not held for ever
			}
			return &openDir{file: file, at: p, recursive: recursive}, fail(err, "opendir", p)
		},
		value: func(v any) goja.Value {
			o := f.vm.NewObject()
			dirSlot.Set(f.vm, o, v.(*openDir))
			return o
		},
	}
}

func openDirectory(name string) (*os.File, error) {
	st, err := os.Stat(name) // opening what is no directory may have effects
	if err != nil {
		return nil, err
	}
	if !st.IsDir() {
		return nil, errNotDirectory
	}
	return os.Open(name)
}

// readOpenDir is binding.readEntries(directory, most, options): the next entries, none at
// the end.
func (f *files) readOpenDir(a args) task {
	d := dirSlot.Get(a.at(0))
	most := int(a.at(1).ToInteger())
	name := f.name(object(a.at(2)))
	return task{
		run: func() (any, error) { return d.read(most) },
		value: func(v any) goja.Value {
			list := v.([]found)
			items := make([]any, len(list))
			for i, e := range list {
				items[i] = f.newDirent(name(e.name), e.parent, e.kind)
			}
			return f.vm.NewArray(items...)
		},
	}
}

func (d *openDir) read(most int) ([]found, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.file == nil {
		if most <= 0 {
			most = len(d.given)
		}
		list := d.given[:min(most, len(d.given))]
		d.given = d.given[len(list):]
		for i := range list {
			list[i].name = filepath.Base(list[i].name)
		}
		return list, nil
	}
	for {
		entries, err := d.file.ReadDir(most)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fail(err, "scandir", d.at)
		}
		if len(entries) > 0 {
			return d.found(entries), nil
		}
		if len(d.waiting) == 0 {
			return nil, nil
		}
		next := d.waiting[0]
		file, err := openDirectory(next.full)
		if err != nil {
			return nil, fail(err, "opendir", next)
		}
		_ = d.file.Close()
		d.file, d.at, d.waiting = file, next, d.waiting[1:]
	}
}

func (d *openDir) found(entries []fs.DirEntry) []found {
	list := make([]found, len(entries))
	for i, e := range entries {
		list[i] = found{e.Name(), d.at.given, kindOf(e.Type())}
		if d.recursive && e.IsDir() {
			d.waiting = append(d.waiting, d.at.join(e.Name()))
		}
	}
	return list
}

func (f *files) closeOpenDir(a args) task {
	d := dirSlot.Get(a.at(0))
	return task{run: func() (any, error) {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.file == nil {
			return nil, nil
		}
		if err := d.file.Close(); err != nil {
			return nil, nodeerr.FromOS(err, "close", "")
		}
		return nil, nil
	}}
}
