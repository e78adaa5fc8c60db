package workerthreads

import (
	"sync"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/modules"
)

// family is what the threads of one main thread share. Any goroutine may use it.
type family struct {
	mu       sync.Mutex
	last     int // the number of the worker that was started last
	threads  map[int]member
	channels map[string]*line // of BroadcastChannels
}

// member is a thread that runs: what is posted to its loop may use its env.
type member struct {
	loop *eventloop.Loop
	env  *modules.Env
}

func newFamily() *family {
	return &family{threads: map[int]member{}, channels: map[string]*line{}}
}

// next is the number of a new worker.
func (f *family) next() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last++
	return f.last
}

func (f *family) add(id int, env *modules.Env) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.threads[id] = member{env.Loop, env}
}

func (f *family) remove(id int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.threads, id)
}

// find returns the thread with a number, if it runs.
func (f *family) find(id int) (member, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.threads[id]
	return m, ok
}

// channel is the line of all BroadcastChannels of a name.
func (f *family) channel(name string) *line {
	f.mu.Lock()
	defer f.mu.Unlock()
	l := f.channels[name]
	if l == nil {
		l = &line{}
		f.channels[name] = l
	}
	return l
}
