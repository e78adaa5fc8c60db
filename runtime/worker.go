package runtime

import (
	"context"
	"errors"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/esm"
	"github.com/gojs-run/gojs/modules/module"
)

// workers are the Runtimes that a Runtime has started beside itself and that have not ended.
type workers struct {
	mu      sync.Mutex
	running map[*worker]struct{}
	wait    sync.WaitGroup
}

// end stops all workers and waits for them.
func (ws *workers) end() {
	ws.mu.Lock()
	for w := range ws.running {
		w.stop(1)
	}
	ws.mu.Unlock()
	ws.wait.Wait()
}

// worker is one of them, from outside.
type worker struct {
	mu      sync.Mutex
	loop    *eventloop.Loop // nil while the worker is being made
	stopped *ExitError

	outOfMemory atomic.Bool
}

// limitedWorkers is how much the workers of the program that have a limit of memory may use together. Go does not know
// whose memory is whose: one of them ends when the heap has grown by more than all of them may use.
var limitedWorkers atomic.Uint64

// watchMemory ends the worker when the heap has grown by too much, garbage apart, while it was at work. The function that
// it returns ends the watch.
func (w *worker) watchMemory(most uint64) (end func()) {
	limitedWorkers.Add(most)
	done := make(chan struct{})
	begin := heapInUse()
	go func() {
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			most := begin + limitedWorkers.Load()
			if !w.busy() || heapInUse() <= most {
				continue
			}
			if goruntime.GC(); heapInUse() > most {
				w.outOfMemory.Store(true)
				w.stop(1)
				return
			}
		}
	}()
	return func() {
		close(done)
		limitedWorkers.Add(-most)
	}
}

// busy reports whether the worker does not wait for something to do.
func (w *worker) busy() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.loop == nil || !w.loop.Resting()
}

// stop ends the worker at once, also out of a running script. Any goroutine may call it.
func (w *worker) stop(code int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped != nil {
		return
	}
	w.stopped = &ExitError{Code: code}
	if w.loop != nil {
		w.loop.Stop(w.stopped)
	}
}

// startWorker is Host.StartWorker.
func (r *Runtime) startWorker(t *modules.Thread) (func(code int), error) {
	host := r.host.ForWorker(t)
	preload, err := workerFlags(host, t)
	if err != nil {
		return nil, err
	}
	w := &worker{}
	r.workers.mu.Lock()
	if r.workers.running == nil {
		r.workers.running = map[*worker]struct{}{}
	}
	r.workers.running[w] = struct{}{}
	r.workers.mu.Unlock()
	extra := r.builtins.extra
	r.workers.wait.Go(func() {
		code, err := w.run(host, extra, preload)
		r.workers.mu.Lock()
		delete(r.workers.running, w)
		r.workers.mu.Unlock()
		t.Ended(code, err)
	})
	return w.stop, nil
}

// workerFlags sets a worker's command-line switches and returns the modules that it loads first.
func workerFlags(host *modules.Host, t *modules.Thread) (preload []string, err error) {
	if t.Source == nil {
		host.Flags.InputType = ""
	}
	if t.ExecArgv == nil && t.NodeOptions == "" { // those of who starts it, whose switches host has
		var c CommandLine
		err := c.parse(host.ExecArgv)
		return c.Require, err
	}
	c := CommandLine{Flags: host.Flags}
	words, err := splitOptions(t.NodeOptions)
	if err == nil {
		err = c.parse(words)
	}
	if err != nil {
		return nil, &modules.InvalidOptions{Words: []string{err.Error()}, FromEnvironment: true}
	}
	if err := c.parse(t.ExecArgv); err != nil {
		return nil, &modules.InvalidOptions{Words: []string{err.Error()}}
	}
	host.Flags = c.Flags
	return c.Require, nil
}

// run makes the Runtime, runs it to its end and closes it, all on the goroutine that is the worker's.
func (w *worker) run(host *modules.Host, extra []modules.Module, preload []string) (code int, err error) {
	defer func() {
		if x := recover(); x != nil {
			code, err = 1, &eventloop.PanicError{Value: x}
		}
	}()
	t := host.Thread
	if t.Memory > 0 {
		defer w.watchMemory(t.Memory)()
	}
	depth := maxCallDepth
	if t.StackSize > 0 {
		depth = max(100, int(maxCallDepth*t.StackSize))
	}
	r := newRuntime(host, newBuiltins(extra), depth)
	w.mu.Lock()
	w.loop = r.loop
	if w.stopped != nil {
		r.loop.Stop(w.stopped)
	}
	w.mu.Unlock()
	defer r.Close()
	switch {
	case t.Builtin != "":
		host.Argv = host.Argv[:1]
	case t.File != "":
		host.Argv[1] = t.File
	default:
		host.Argv[1] = evalName
	}
	r.loop.Begin()
	end := r.run(context.Background(), func() error {
		t.Begin(r.env)
		if len(preload) > 0 {
			module.For(r.env).Preload(preload)
		}
		switch {
		case t.Builtin != "":
			r.env.Require(t.Builtin)
		case t.Source != nil:
			_, err := r.evaluate(evalName, *t.Source)
			return err
		case t.URL != "":
			esm.For(r.env).RunURL(t.URL)
		default:
			module.For(r.env).RunMain(t.File)
		}
		return nil
	}, true)
	if w.outOfMemory.Load() {
		return 1, modules.ErrOutOfMemory
	}
	var exit *ExitError
	if errors.As(end, &exit) {
		return exit.Code, nil
	}
	return 0, nil
}

// evalName is what stacks call the code of a worker that has no file.
const evalName = "[worker eval]"
