package regexps

import (
	"bytes"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	_ "unsafe" // for go:linkname

	"github.com/dlclark/regexp2/v2"
)

// The backtracking engine may take for ever, and goja.Interrupt does not reach it. What it does look at is a clock, for
// limits of time: every expression gets such a limit here, and the clock is moved when one has to end. It stands still
// otherwise, so no goroutine has to drive it.

// forever is the limit that all expressions have. A match ends when the clock shows later what it showed when the match
// began, and ticks more.
const (
	forever = time.Duration(1 << 60)
	ticks   = int64(forever+regexp2.DefaultClockPeriod) >> 20
)

// clock is the beginning of the engine's: its time, and until when a goroutine drives it, which then never begins.
//
//go:linkname clock github.com/dlclark/regexp2/v2.fast
var clock struct{ now, end int64 }

func init() {
	regexp2.DefaultMatchTimeout = forever
	atomic.StoreInt64(&clock.end, math.MaxInt64)
}

// Thread is a goroutine that runs scripts, from Enter or Within to Leave.
type Thread struct {
	id         string // "" of the one that nobody has asked for it
	nested     bool
	stop, left atomic.Bool
}

// A goroutine learns its number from a trace of its stack, which reads what Go's runtime knows of all the functions there.
// The first Thread does without: what no other one does is its.
var (
	threadsMu sync.Mutex
	first     *Thread            // there is one
	threads   = map[string]int{} // the others that are not nested
	stopping  = map[string]int{} // those that LetGo waits for
)

// Enter begins a Thread on the goroutine that calls it, which is in none.
func Enter() *Thread {
	t := &Thread{}
	threadsMu.Lock()
	defer threadsMu.Unlock()
	if first == nil {
		first = t
		return t
	}
	t.id = here()
	threads[t.id]++
	return t
}

// Within begins a Thread inside of the one that the goroutine is in.
func Within() *Thread { return &Thread{id: here(), nested: true} }

// here is the number of the goroutine that calls it.
func here() string {
	buf := make([]byte, 32)
	return idOf(buf[:runtime.Stack(buf, false)])
}

// idOf is the number in the first line of a goroutine's stack.
func idOf(stack []byte) string {
	id, _, _ := bytes.Cut(bytes.TrimPrefix(stack, []byte("goroutine ")), []byte(" "))
	return string(id)
}

// Leave ends a Thread.
func (t *Thread) Leave() {
	t.left.Store(true)
	threadsMu.Lock()
	defer threadsMu.Unlock()
	switch {
	case t.nested:
	case t == first:
		first = nil
	default:
		if threads[t.id]--; threads[t.id] == 0 {
			delete(threads, t.id)
		}
	}
}

// LetGo is to be called when the VM of a Thread was interrupted, on any goroutine: if it is in the middle of a regular
// expression, that ends as if it had found nothing.
func (t *Thread) LetGo() {
	if t.left.Load() || t.stop.Swap(true) {
		return
	}
	threadsMu.Lock()
	stopping[t.id]++
	threadsMu.Unlock()
	go func() {
		defer func() {
			threadsMu.Lock()
			defer threadsMu.Unlock()
			if stopping[t.id]--; stopping[t.id] == 0 {
				delete(stopping, t.id)
			}
			t.stop.Store(false)
		}()
		idle := 0
		for pause := time.Millisecond; idle < 5; pause = min(2*pause, 50*time.Millisecond) {
			time.Sleep(pause)
			if t.left.Load() {
				return
			}
			switch in, others := t.end(); {
			case !in:
				idle++
			case others: // not now
				pause = 100 * time.Microsecond
			default:
				idle = 0
			}
		}
	}()
}

// end ends what t is matching, if no others that nobody stops would find nothing, too. in tells whether it is matching.
func (t *Thread) end() (in, others bool) {
	threadsMu.Lock()
	defer threadsMu.Unlock()
	now := atomic.AddInt64(&clock.now, 1) - 1 // what begins from here on ends a tick later
	for _, id := range matching() {
		ofFirst := threads[id] == 0
		if id == t.id || t.id == "" && ofFirst {
			in = true
		} else if stopping[id] == 0 && (!ofFirst || stopping[""] == 0) {
			others = true
		}
	}
	if in && !others {
		atomic.StoreInt64(&clock.now, now+ticks)
	}
	return in, others
}

// matching lists the goroutines that are in the backtracking engine.
func matching() (ids []string) {
	buf := make([]byte, 1<<16)
	for {
		size := runtime.Stack(buf, true)
		if size < len(buf) {
			buf = buf[:size]
			break
		}
		buf = make([]byte, 2*len(buf))
	}
	for stack := range bytes.SplitSeq(buf, []byte("\n\n")) {
		if bytes.Contains(stack, []byte("/regexp2/v2.(*Runner).scan(")) {
			ids = append(ids, idOf(stack))
		}
	}
	return ids
}
