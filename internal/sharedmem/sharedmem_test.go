package sharedmem

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func yes() bool { return true }

func TestMemory(t *testing.T) {
	m := New(3, 9)
	b := m.Bytes()
	assert.Len(t, b, 3)
	assert.True(t, m.Growable())
	assert.False(t, m.Grow(2))
	assert.False(t, m.Grow(10))
	assert.True(t, m.Grow(9))
	m.Bytes()[0] = 5
	assert.Equal(t, byte(5), b[0])
	assert.Len(t, m.Bytes(), 9)
	assert.False(t, New(3, -1).Grow(3))
	assert.Empty(t, New(0, 0).Bytes())
}

func TestWait(t *testing.T) {
	at := &New(8, -1).Bytes()[0]
	assert.Equal(t, NotEqual, Wait(at, func() bool { return false }, -1, nil))
	assert.Equal(t, TimedOut, Wait(at, yes, 0, nil))
	done := make(chan struct{})
	close(done)
	assert.Equal(t, Stopped, Wait(at, yes, -1, done))
	assert.Equal(t, 0, Notify(at, -1))
	assert.Empty(t, waiters)
}

func TestNotify(t *testing.T) {
	at := &New(8, -1).Bytes()[0]
	const n = 20
	var all sync.WaitGroup
	for range n {
		all.Go(func() { assert.Equal(t, OK, Wait(at, yes, time.Minute, nil)) })
	}
	woken := 0
	for woken < n {
		woken += Notify(at, 3)
	}
	all.Wait()
	assert.Equal(t, n, woken)

	called := 0
	cancel, outcome := WaitAsync(at, yes, func() { called++ })
	assert.Equal(t, OK, outcome)
	assert.Equal(t, 1, Notify(at, 1))
	assert.False(t, cancel())
	cancel, _ = WaitAsync(at, yes, func() { called++ })
	assert.True(t, cancel())
	assert.Equal(t, 0, Notify(at, 1))
	assert.Equal(t, 1, called)
}
