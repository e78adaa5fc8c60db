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

// Thread is a goroutine that runs scripts, from Enter to Leave.
type Thread struct {
	id         string
	stop, left atomic.Bool
}

// stopping are the threads that LetGo waits for.
var (
	stoppingMu sync.Mutex
	stopping   = map[string]int{}
)

// Enter begins a Thread on the goroutine that calls it.
func Enter() *Thread {
	buf := make([]byte, 32)
	return &Thread{id: idOf(buf[:runtime.Stack(buf, false)])}
}

// idOf is the number in the first line of a goroutine's stack.
func idOf(stack []byte) string {
	id, _, _ := bytes.Cut(bytes.TrimPrefix(stack, []byte("goroutine ")), []byte(" "))
	return string(id)
}

// Leave ends a Thread.
func (t *Thread) Leave() { t.left.Store(true) }

// LetGo is to be called when the VM of a Thread was interrupted, on any goroutine: if it is in the middle of a regular
// expression, that ends as if it had found nothing.
func (t *Thread) LetGo() {
	if t.left.Load() || t.stop.Swap(true) {
		return
	}
	stoppingMu.Lock()
	stopping[t.id]++
	stoppingMu.Unlock()
	go func() {
		defer func() {
			stoppingMu.Lock()
			defer stoppingMu.Unlock()
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
	stoppingMu.Lock()
	defer stoppingMu.Unlock()
	now := atomic.AddInt64(&clock.now, 1) - 1 // what begins from here on ends a tick later
	for _, id := range matching() {
		in = in || id == t.id
		others = others || stopping[id] == 0
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
