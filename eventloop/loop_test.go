package eventloop_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/eventloop"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// trace is a loop with a log of what ran.
type trace struct {
	*eventloop.Loop
	t        *testing.T
	log      []string
	uncaught []string
}

func start(t *testing.T, hooks eventloop.Hooks) *trace {
	tr := &trace{t: t}
	if hooks.Uncaught == nil {
		hooks.Uncaught = func(err error) error {
			tr.uncaught = append(tr.uncaught, err.Error())
			return nil
		}
	}
	tr.Loop = eventloop.New(goja.New(), hooks)
	t.Cleanup(tr.Close)
	return tr
}

// say returns a function that logs a word.
func (tr *trace) say(word string) func() error {
	return func() error {
		tr.log = append(tr.log, word)
		return nil
	}
}

// then queues a promise job.
func (tr *trace) then(f func() error) {
	p, resolve, _ := tr.VM().NewPromise()
	require.NoError(tr.t, resolve(nil))
	o := tr.VM().ToValue(p).(*goja.Object)
	// Called directly: a goja.Callable used in a job would run the queue inside it.
	then := o.Get("then").Export().(func(goja.FunctionCall) goja.Value)
	then(goja.FunctionCall{This: o, Arguments: []goja.Value{tr.VM().ToValue(func(goja.FunctionCall) goja.Value {
		require.NoError(tr.t, f())
		return goja.Undefined()
	})}})
}

func (tr *trace) run() {
	tr.t.Helper()
	ctx, cancel := context.WithTimeout(tr.t.Context(), 20*time.Second)
	defer cancel()
	require.NoError(tr.t, tr.Run(ctx))
}

func (tr *trace) expect(words string) {
	tr.t.Helper()
	require.Equal(tr.t, words, strings.Join(tr.log, " "))
}

func TestTicksComeBeforePromiseJobsUntilBothAreEmpty(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	require.NoError(t, tr.Do(func() error {
		tr.then(func() error {
			tr.NextTick(tr.say("tick-of-job"))
			tr.then(tr.say("job-of-job"))
			return tr.say("job")()
		})
		tr.NextTick(func() error {
			tr.NextTick(tr.say("tick-of-tick"))
			return tr.say("tick")()
		})
		return tr.say("sync")()
	}))
	tr.expect("sync tick tick-of-tick job job-of-job tick-of-job")
}

func TestPhasesOfAnIteration(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	h := tr.NewHandle()
	require.NoError(t, tr.Do(func() error {
		tr.Post(func() error {
			tr.SetImmediate(tr.say("immediate"))
			tr.NextClose(tr.say("close"))
			tr.Post(func() error {
				h.Close()
				return tr.say("next iteration")()
			})
			tr.SetTimer(1, tr.say("timer"))
			tr.wait(2) // so that the timer is due when its phase comes
			return tr.say("posted")()
		})
		return nil
	}))
	tr.run()
	tr.expect("posted immediate close timer next iteration")
}

func TestEveryMacrotaskIsFollowedByTicks(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	for range 2 {
		tr.SetImmediate(func() error {
			tr.NextTick(tr.say("tick"))
			return tr.say("immediate")()
		})
		tr.SetTimer(1, func() error {
			tr.NextTick(tr.say("tick"))
			return tr.say("timer")()
		})
	}
	tr.Do(func() error { return nil })
	tr.run()
	require.Len(t, tr.log, 8)
	for i := 0; i < len(tr.log); i += 2 {
		require.NotEqual(t, "tick", tr.log[i])
		require.Equal(t, "tick", tr.log[i+1])
	}
}

func TestImmediatesOfImmediatesWait(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	var later *eventloop.Immediate
	tr.SetImmediate(func() error {
		tr.SetImmediate(tr.say("c"))
		later.Clear()
		return tr.say("a")()
	})
	later = tr.SetImmediate(tr.say("cleared"))
	tr.SetImmediate(tr.say("b"))
	tr.run()
	tr.expect("a b c")
	require.False(t, later.Clear())
}

func TestUnrefdImmediateDoesNotKeepTheLoop(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	im := tr.SetImmediate(tr.say("never"))
	im.Unref()
	im.Unref()
	require.False(t, im.HasRef())
	tr.run()
	tr.expect("")
	im.Ref()
	require.True(t, im.HasRef())
	tr.run()
	tr.expect("never")
}

func TestHandleKeepsTheLoop(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	a, b := tr.NewHandle(), tr.NewHandle()
	b.Unref()
	b.Unref()
	require.True(t, tr.Alive())
	go tr.Post(func() error {
		require.True(t, a.Close())
		require.False(t, a.Close())
		a.Ref() // of no effect any more
		require.True(t, a.Closed())
		return nil
	})
	tr.run()
	require.False(t, tr.Alive())
	b.Ref()
	require.True(t, tr.Alive())
	require.True(t, b.HasRef())
	b.Close()
	require.False(t, tr.Alive())
}

func TestPostFromManyGoroutines(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	const goroutines, posts = 20, 200
	h := tr.NewHandle()
	sum := 0
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range posts {
				assert.True(t, tr.Post(func() error {
					if sum++; sum == goroutines*posts {
						h.Close()
					}
					return nil
				}))
			}
		})
	}
	tr.run()
	wg.Wait()
	require.Equal(t, goroutines*posts, sum)
	tr.Close()
	require.False(t, tr.Post(func() error { return nil }))
}

func TestPostKeepsOrder(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	for _, w := range []string{"a", "b", "c"} {
		tr.Post(tr.say(w))
	}
	tr.run()
	tr.expect("a b c")
}

func TestContextEndsARunningScript(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("enough")
	tr.Post(func() error {
		go cancel(reason)
		_, err := tr.VM().RunString("for (;;) ;")
		return err
	})
	require.ErrorIs(t, tr.Run(ctx), reason)
	require.ErrorIs(t, tr.Stopping(), reason)
	require.Empty(t, tr.uncaught)
}

func TestStopEndsAWait(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	tr.NewHandle()
	go tr.Stop(nil)
	require.ErrorIs(t, tr.Run(t.Context()), eventloop.ErrStopped)
}

func TestUncaughtHookDecides(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	tr.SetTimer(1, func() error {
		tr.NextTick(func() error {
			_, err := tr.VM().RunString("null.x")
			return err
		})
		return errors.New("timer")
	})
	tr.SetImmediate(func() error { panic(tr.VM().ToValue("thrown")) })
	tr.SetImmediate(tr.say("goes on"))
	tr.run()
	tr.expect("goes on")
	require.Len(t, tr.uncaught, 3)
	require.ElementsMatch(t, []string{"thrown", "timer"}, []string{word(tr.uncaught[0]), word(tr.uncaught[1])})
	require.Contains(t, tr.uncaught[2], "TypeError")
}

func word(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return w
}

func TestFatalErrorStopsTicksJobsAndLoop(t *testing.T) {
	fatal := errors.New("fatal")
	tr := start(t, eventloop.Hooks{Uncaught: func(error) error { return fatal }})
	tr.SetImmediate(func() error {
		tr.then(tr.say("job"))
		tr.NextTick(tr.say("tick"))
		return errors.New("x")
	})
	tr.SetImmediate(tr.say("immediate"))
	require.ErrorIs(t, tr.Run(t.Context()), fatal)
	tr.expect("")
}

func TestThrowFromAPromiseJob(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	require.NoError(t, tr.Do(func() error {
		tr.then(func() error { tr.Throw(errors.New("in job")); return nil })
		tr.then(tr.say("next job"))
		return nil
	}))
	tr.expect("next job")
	require.Equal(t, []string{"in job"}, tr.uncaught)
}

func TestBeforeExitMayGiveNewWork(t *testing.T) {
	var tr *trace
	times := 0
	tr = start(t, eventloop.Hooks{BeforeExit: func() {
		if times++; times < 3 {
			tr.SetImmediate(tr.say("more"))
		}
	}})
	tr.run()
	tr.expect("more more")
	require.Equal(t, 3, times)
}

func TestDrainedRunsAfterTicksAndJobs(t *testing.T) {
	var tr *trace
	tr = start(t, eventloop.Hooks{Drained: func() error {
		tr.NextTick(tr.say("tick-of-drained"))
		return tr.say("drained")()
	}})
	require.NoError(t, tr.Do(func() error {
		tr.RequestDrained()
		tr.then(func() error {
			tr.NextTick(tr.say("tick"))
			return tr.say("job")()
		})
		return nil
	}))
	tr.expect("job tick drained tick-of-drained")
}

func TestAsyncContextIsTakenAlong(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	seen := func() error {
		c, _ := tr.Context().(string)
		tr.log = append(tr.log, c)
		return nil
	}
	require.NoError(t, tr.Do(func() error {
		for _, c := range []string{"a", "b"} {
			tr.SetContext(c)
			tr.NextTick(seen)
			tr.SetImmediate(seen)
			tr.SetTimer(5, seen)
		}
		return nil
	}))
	require.Nil(t, tr.Context())
	tr.run()
	tr.expect("a b a b a b")
}

func TestWhatIsThrownLeavesTicksToTheNextMacrotask(t *testing.T) {
	t.Run("timers", func(t *testing.T) {
		tr := start(t, eventloop.Hooks{})
		tr.SetTimer(1, func() error {
			tr.NextTick(tr.say("tick"))
			tr.then(tr.say("job"))
			return errors.New("x")
		})
		tr.SetTimer(1, tr.say("second"))
		tr.SetTimer(1, tr.say("third"))
		tr.wait(2)
		tr.run()
		tr.expect("second tick job third")
	})
	t.Run("last immediate of a phase", func(t *testing.T) {
		tr := start(t, eventloop.Hooks{})
		tr.SetImmediate(func() error {
			tr.NextTick(tr.say("tick"))
			tr.NextClose(tr.say("close"))
			return errors.New("x")
		})
		tr.run()
		tr.expect("tick close")
	})
	t.Run("ticks", func(t *testing.T) {
		tr := start(t, eventloop.Hooks{})
		tr.SetTimer(1, tr.say("timer"))
		tr.wait(2)
		tr.Start(func() error {
			tr.NextTick(func() error { return errors.New("x") })
			tr.NextTick(tr.say("tick"))
			tr.then(tr.say("job"))
			return nil
		})
		tr.run()
		tr.expect("timer tick job")
	})
	t.Run("the script", func(t *testing.T) {
		tr := start(t, eventloop.Hooks{})
		tr.SetTimer(1, tr.say("timer"))
		tr.wait(2)
		tr.Start(func() error {
			tr.NextTick(tr.say("tick"))
			return errors.New("x")
		})
		tr.run()
		tr.expect("tick timer")
	})
	t.Run("Do", func(t *testing.T) {
		tr := start(t, eventloop.Hooks{})
		require.NoError(t, tr.Do(func() error {
			tr.NextTick(func() error { return errors.New("x") })
			tr.NextTick(tr.say("tick"))
			return errors.New("y")
		}))
		tr.expect("tick")
		require.Equal(t, []string{"y", "x"}, tr.uncaught)
	})
}

func TestRunUntil(t *testing.T) {
	tr := start(t, eventloop.Hooks{BeforeExit: func() { t.Error("not the end") }})
	n := 0
	for range 5 {
		tr.SetImmediate(func() error { n++; return nil })
	}
	require.NoError(t, tr.RunUntil(t.Context(), func() bool { return n == 2 }))
	require.Equal(t, 2, n)
	require.True(t, tr.Alive())
	require.NoError(t, tr.RunUntil(t.Context(), func() bool { return false }))
	require.Equal(t, 5, n)
}
