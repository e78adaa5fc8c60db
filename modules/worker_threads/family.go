package workerthreads

import (
	"sync"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/modules"
)

// family is what the threads of one main thread share. Any goroutine may use it.
type family struct {
	mu       sync.Mutex
	last     int // the number of the thread that comes next
	threads  map[int]*member
	channels map[string]*line // of BroadcastChannels
	locks    locks
}

// member is a thread as others know it, from when it is started until it ends.
type member struct {
	mu      sync.Mutex
	env     *modules.Env             // nil before it runs
	waiting []func(env *modules.Env) // for it to run
}

// post has f run on the thread's loop, with what may only be used there.
func (m *member) post(f func(env *modules.Env)) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.env == nil {
		m.waiting = append(m.waiting, f)
		return true
	}
	return m.env.Loop.Post(func() error { f(m.env); return nil })
}

// loop is the thread's, nil before it runs.
func (m *member) loop() *eventloop.Loop {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.env == nil {
		return nil
	}
	return m.env.Loop
}

// begin says that the thread runs.
func (m *member) begin(env *modules.Env) {
	m.mu.Lock()
	m.env = env
	waiting := m.waiting
	m.waiting = nil
	m.mu.Unlock()
	for _, f := range waiting {
		m.post(f)
	}
}

func newFamily() *family {
	return &family{threads: map[int]*member{}, channels: map[string]*line{}}
}

// add makes a thread a member, with the next number.
func (f *family) add() (id int, m *member) {
	f.mu.Lock()
	defer f.mu.Unlock()
	id, m = f.last, &member{}
	f.last++
	f.threads[id] = m
	return id, m
}

func (f *family) remove(id int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.threads, id)
}

// find returns the thread with a number, nil if there is none.
func (f *family) find(id int) *member {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.threads[id]
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
