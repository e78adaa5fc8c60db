package eventloop_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/eventloop"
)

// wait makes loop time pass without the loop running.
func (tr *trace) wait(ms int64) {
	for began := tr.Now(); tr.Now() < began+ms; tr.UpdateNow() {
	}
}

func TestTimersRunByDueTime(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	tr.SetTimer(20, tr.say("c"))
	tr.SetTimer(5, tr.say("a"))
	tr.SetTimer(10, tr.say("b"))
	tr.SetTimer(20, tr.say("d"))
	tr.run()
	tr.expect("a b c d")
}

func TestOverdueTimersRunListByList(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	tr.SetTimer(20, tr.say("20@0"))
	tr.wait(4)
	tr.SetTimer(20, tr.say("20@4"))
	tr.SetTimer(18, tr.say("18@4"))
	tr.wait(30)
	tr.run()
	tr.expect("20@0 20@4 18@4") // as in Node, although 18@4 was due before 20@4
}

func TestTimerOfATimerWaitsForTheNextIteration(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	tr.SetTimer(1, func() error {
		tr.SetImmediate(tr.say("immediate"))
		tr.SetTimer(1, tr.say("timer"))
		tr.wait(3)
		return tr.say("first")()
	})
	tr.SetTimer(1, tr.say("second"))
	tr.SetTimer(2, tr.say("third"))
	tr.wait(2)
	tr.run()
	tr.expect("first second third immediate timer")
}

func TestStopAndRestart(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	a := tr.SetTimer(5, tr.say("a"))
	b := tr.SetTimer(5, tr.say("b"))
	c := tr.SetTimer(5, tr.say("c"))
	require.True(t, b.Stop())
	require.False(t, b.Stop())
	require.False(t, b.Active())
	a.Start(5)
	require.True(t, a.Active())
	require.GreaterOrEqual(t, a.StartTime(), c.StartTime())
	tr.run()
	tr.expect("c a")
	require.False(t, a.Active())
	b.Start(1)
	tr.run()
	tr.expect("c a b")
}

func TestTimerThatStopsOthersOfItsList(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	var b, c *eventloop.Timer
	tr.SetTimer(2, func() error {
		b.Stop()
		c.Stop()
		c.Start(3)
		return tr.say("a")()
	})
	b = tr.SetTimer(2, tr.say("b"))
	c = tr.SetTimer(2, tr.say("c"))
	tr.SetTimer(2, tr.say("d"))
	tr.wait(5)
	tr.run()
	tr.expect("a d c")
}

func TestIntervalKeepsItsList(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	n := 0
	var timer *eventloop.Timer
	timer = tr.SetTimer(1, func() error {
		if n++; n < 4 {
			timer.StartAt(tr.Now(), 1)
		}
		return tr.say("tick")()
	})
	tr.run()
	tr.expect("tick tick tick tick")
}

func TestTimerRefs(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	a := tr.SetTimer(1, tr.say("a"))
	a.Unref()
	a.Unref()
	require.False(t, a.HasRef())
	require.False(t, tr.Alive())
	a.Ref()
	a.Ref()
	require.True(t, tr.Alive())
	a.Unref()
	tr.SetTimer(10, tr.say("b"))
	tr.run()
	tr.expect("a b")
	a.Ref() // not scheduled: nothing to wait for
	require.False(t, tr.Alive())
	a.Start(1)
	require.True(t, tr.Alive())
	a.Stop()
	require.False(t, tr.Alive())
}

func TestManyTimersInAnyOrder(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	rnd := rand.New(rand.NewPCG(1, 2))
	var timers []*eventloop.Timer
	ran := 0
	for range 500 {
		ms := 1 + rnd.Int64N(20)
		var timer *eventloop.Timer
		timer = tr.SetTimer(ms, func() error {
			ran++
			require.LessOrEqual(t, timer.StartTime()+ms, tr.Now())
			return nil
		})
		timers = append(timers, timer)
	}
	stopped := 0
	for i := 0; i < len(timers); i += 3 {
		timers[i].Stop()
		stopped++
	}
	tr.run()
	require.Equal(t, 500-stopped, ran)
	require.False(t, tr.Alive())
}
