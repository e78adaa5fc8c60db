//go:build unix

package proc

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReaderDeliversAllThenTheEnd(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789"), 100_000)
	var got []byte
	end := make(chan error, 1)
	var r *Reader
	r = NewReader(bytes.NewReader(want), func(c Chunk, err error) {
		if err != nil {
			end <- err
			return
		}
		got = append(got, c.Take()...)
		r.More(1)
	})
	r.More(2)
	assert.Equal(t, io.EOF, <-end)
	assert.True(t, bytes.Equal(want, got))
}

func TestReaderReadsIntoMemoryItIsGiven(t *testing.T) {
	want := pattern(3_000_000)
	p := mustStart(t, command(t, "cat"))
	defer p.Close()
	go func() {
		_, err := p.Stdio(0).Write(want)
		assert.NoError(t, err)
		assert.NoError(t, p.Stdio(0).CloseWrite())
	}()
	var g Gathered
	var rest []byte
	end := make(chan error, 1)
	var r *Reader
	r = NewReader(p.Stdio(1), func(c Chunk, err error) {
		switch {
		case err != nil:
			end <- err
			return
		case c.Borrowed():
			g.Filled(c.Len())
		default:
			rest = append(rest, c.Take()...)
		}
		r.More(1)
	})
	r.Into(func() []byte {
		if g.Len() > 2_000_000 {
			return nil // from here on its own will do
		}
		return g.Space()
	})
	r.More(2)
	assert.Equal(t, io.EOF, <-end)
	assert.NotEmpty(t, rest)
	assert.True(t, bytes.Equal(want, append(g.Bytes(), rest...)))
	_, err := p.Wait()
	require.NoError(t, err)
}

func TestReaderReadsNoMoreThanItIsAskedFor(t *testing.T) {
	p := mustStart(t, command(t, "flood"))
	chunks := make(chan int, 100)
	r := NewReader(p.Stdio(1), func(c Chunk, err error) {
		chunks <- c.Len()
		c.Release()
	})
	r.More(3)
	for range 3 {
		assert.Positive(t, <-chunks)
	}
	select {
	case <-chunks:
		t.Error("a chunk nobody asked for")
	case <-time.After(50 * time.Millisecond):
	}
	r.Stop()
	require.NoError(t, p.Close())
	exit, err := p.Wait()
	require.NoError(t, err)
	assert.Contains(t, []syscall.Signal{0, syscall.SIGPIPE}, exit.Signal)
}

func TestReaderStopsWhenItsSourceIsClosed(t *testing.T) {
	p := mustStart(t, command(t, "hang"))
	defer p.Close()
	end := make(chan error, 1)
	r := NewReader(p.Stdio(1), func(_ Chunk, err error) { end <- err })
	r.More(1)
	require.NoError(t, p.Stdio(1).Close())
	assert.ErrorIs(t, <-end, os.ErrClosed)
	require.NoError(t, p.Signal(syscall.SIGKILL))
	_, err := p.Wait()
	require.NoError(t, err)
}

func TestWriterKeepsOrderAndReportsEveryWrite(t *testing.T) {
	p := mustStart(t, command(t, "cat"))
	defer p.Close()
	w := NewWriter(p.Stdio(0))
	var want []byte
	results := make(chan error, 100)
	for i := range 100 {
		data := bytes.Repeat([]byte{byte(i)}, 5000)
		want = append(want, data...)
		w.Write(data, func(err error) { results <- err })
	}
	go func() {
		for range 100 {
			assert.NoError(t, <-results)
		}
		assert.NoError(t, p.Stdio(0).CloseWrite())
	}()
	got, err := io.ReadAll(p.Stdio(1))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got))
	_, err = p.Wait()
	require.NoError(t, err)
}

func TestWritingToAnEndedProcessIsEPIPE(t *testing.T) {
	p := mustStart(t, command(t, "exit", "0"))
	defer p.Close()
	_, err := p.Wait()
	require.NoError(t, err)
	conn := p.Conn(0)
	_, err = conn.TryWrite([]byte("x"))
	assert.ErrorIs(t, err, syscall.EPIPE)
	w := NewWriter(conn)
	results := make(chan error, 2)
	w.Write([]byte("x"), func(err error) { results <- err })
	w.Write([]byte("y"), func(err error) { results <- err })
	assert.ErrorIs(t, <-results, syscall.EPIPE)
	assert.ErrorIs(t, <-results, syscall.EPIPE)
}

func TestTryWriteStopsWhereThePipeIsFull(t *testing.T) {
	p := mustStart(t, command(t, "hang"))
	defer p.Close()
	data := make([]byte, 1<<20)
	n, err := p.Conn(0).TryWrite(data)
	require.NoError(t, err)
	assert.Positive(t, n)
	assert.Less(t, n, len(data))
	n, err = p.Conn(0).TryWrite(data)
	require.NoError(t, err)
	assert.Zero(t, n)
	require.NoError(t, p.Signal(syscall.SIGKILL))
	_, err = p.Wait()
	require.NoError(t, err)
}

func TestSpliceBetweenTwoProcesses(t *testing.T) {
	a, b := mustStart(t, command(t, "cat")), mustStart(t, command(t, "cat"))
	defer a.Close()
	defer b.Close()
	data := bytes.Repeat([]byte("spliced "), 500_000)
	go func() {
		_, err := a.Stdio(0).Write(data)
		assert.NoError(t, err)
		assert.NoError(t, a.Stdio(0).CloseWrite())
	}()
	go func() {
		n, err := Splice(b.Conn(0), a.Conn(1))
		assert.NoError(t, err)
		assert.Equal(t, int64(len(data)), n)
		assert.NoError(t, b.Stdio(0).CloseWrite())
	}()
	got, err := io.ReadAll(b.Stdio(1))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(data, got))
	for _, p := range []*Process{a, b} {
		_, err := p.Wait()
		require.NoError(t, err)
	}
}

func TestSpliceIntoAnEndedProcessFails(t *testing.T) {
	a, b := mustStart(t, command(t, "flood")), mustStart(t, command(t, "exit", "0"))
	defer b.Close()
	_, err := b.Wait()
	require.NoError(t, err)
	_, err = Splice(b.Conn(0), a.Conn(1))
	assert.True(t, errors.Is(err, syscall.EPIPE), "%v", err)
	require.NoError(t, a.Close())
	_, err = a.Wait()
	require.NoError(t, err)
}

func TestPauseLeavesTheDataForOthers(t *testing.T) {
	p := mustStart(t, command(t, "cat"))
	defer p.Close()
	chunks := make(chan string, 10)
	var r *Reader
	r = NewReader(p.Stdio(1), func(c Chunk, err error) {
		chunks <- string(c.Bytes())
		c.Release()
		r.More(1)
	})
	r.More(1)
	_, err := p.Stdio(0).Write([]byte("one"))
	require.NoError(t, err)
	assert.Equal(t, "one", <-chunks)
	require.True(t, r.Pause())
	_, err = p.Stdio(0).Write([]byte("two"))
	require.NoError(t, err)
	buf := make([]byte, 3)
	_, err = io.ReadFull(p.Stdio(1), buf)
	require.NoError(t, err)
	assert.Equal(t, "two", string(buf))
	r.More(1)
	_, err = p.Stdio(0).Write([]byte("three"))
	require.NoError(t, err)
	assert.Equal(t, "three", <-chunks)
	r.Stop()
	require.NoError(t, p.Stdio(0).Close())
	_, err = p.Wait()
	require.NoError(t, err)
}

func TestDiscard(t *testing.T) {
	p := mustStart(t, command(t, "echo", "nobody listens"))
	defer p.Close()
	_, err := p.Wait()
	require.NoError(t, err)
	assert.True(t, p.Discard(1))
	assert.False(t, p.Discard(1), "it is closed")
	assert.Nil(t, p.Stdio(1))
	p.CloseEnd(0)
	p.CloseEnd(0)
	p.CloseEnd(2)
}

func TestStockUsesBuffersAgain(t *testing.T) {
	s := new(Stock)
	full := func(b []byte) (int, error) { return len(b), nil }
	for range 10 * enoughBuffers {
		c, err := read(full, s)
		require.NoError(t, err)
		c.Release()
	}
	assert.Equal(t, 1, s.made, "what is released is there at once")

	// The stock has nobody collect garbage but itself; when what was found comes back is the collector's affair.
	for taken := 0; taken <= enoughBuffers || !s.ready(); taken++ {
		require.Less(t, taken, 1000*enoughBuffers, "what nobody has any more comes back")
		c, err := read(full, s)
		require.NoError(t, err)
		require.Len(t, c.Take(), largePipe)
		for s.busy() { // the script takes its time
			runtime.Gosched()
		}
	}
	s.mu.Lock()
	made := s.made
	s.mu.Unlock()
	c, err := read(full, s)
	require.NoError(t, err)
	c.Release()
	s.mu.Lock()
	defer s.mu.Unlock()
	assert.LessOrEqual(t, s.made, made, "and is used again")
}

// ready says whether there is a buffer to be used again.
func (s *Stock) ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.free) > 0
}

func (s *Stock) busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.collecting
}

func TestStockLeavesWhatIsKept(t *testing.T) {
	s := new(Stock)
	var kept [][]byte
	for i := range 3 * enoughBuffers {
		c, err := read(func(b []byte) (int, error) {
			b[0], b[len(b)-1] = byte(i), byte(i)
			return len(b), nil
		}, s)
		require.NoError(t, err)
		if data := c.Take(); i%4 == 0 {
			kept = append(kept, data)
		}
	}
	runtime.GC()
	for i, data := range kept {
		assert.Equal(t, byte(4*i), data[0])
		assert.Equal(t, byte(4*i), data[len(data)-1])
	}
}
