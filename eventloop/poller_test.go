package eventloop_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/eventloop"
)

// poller stands in for the operating system.
type poller struct {
	active func() bool
	poll   func(d time.Duration) []func() error
	wakes  chan struct{}
}

func (p *poller) Active() bool                        { return p.active() }
func (p *poller) Poll(d time.Duration) []func() error { return p.poll(d) }
func (p *poller) Wake()                               { p.wakes <- struct{}{} }

// What is posted after the loop has seen that there is nothing to do, and before it waits, must not wait with it.
func TestPostJustBeforeThePollerWaits(t *testing.T) {
	tr := start(t, eventloop.Hooks{})
	h := tr.NewHandle()
	posted := false
	var waits []time.Duration
	tr.SetPoller(&poller{
		active: func() bool {
			if !posted {
				posted = true
				done := make(chan bool)
				go func() {
					done <- tr.Post(func() error {
						h.Close()
						return tr.say("posted")()
					})
				}()
				<-done
			}
			return true
		},
		poll: func(d time.Duration) []func() error {
			waits = append(waits, d)
			return nil
		},
		wakes: make(chan struct{}, 1),
	})
	assert.NoError(t, tr.Run(t.Context()))
	assert.Equal(t, []string{"posted"}, tr.log)
	assert.Equal(t, []time.Duration{0}, waits)
}
