package regexps

import (
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"
	"github.com/stretchr/testify/require"
)

// TestLetGo ends a match that would go on for hours in each of four threads, while the others are there and match nothing.
func TestLetGo(t *testing.T) {
	endless := regexp2.MustCompile(`^(a+)+$`)
	text := strings.Repeat("a", 60) + "b"
	type runner struct {
		thread        *Thread
		begin         chan struct{}
		matched, gone chan bool
	}
	var runners []*runner
	for range 2 {
		entered := make(chan *runner, 2)
		go func() {
			outer := &runner{thread: Enter(), begin: make(chan struct{}), matched: make(chan bool), gone: make(chan bool)}
			inner := &runner{thread: Within(), begin: make(chan struct{}), matched: make(chan bool), gone: make(chan bool)}
			entered <- inner
			entered <- outer
			for _, r := range [...]*runner{inner, outer} {
				<-r.begin
				ok, _ := endless.MatchString(text)
				r.matched <- ok
				r.thread.Leave()
				r.gone <- true
			}
		}()
		runners = append(runners, <-entered, <-entered)
	}
	require.Empty(t, runners[1].thread.id, "the first asks for no number")
	require.Equal(t, runners[2].thread.id, runners[3].thread.id)
	for _, r := range runners {
		close(r.begin)
		r.thread.LetGo()
		for done := false; !done; {
			select {
			case ok := <-r.matched:
				require.False(t, ok)
				done = true
			default:
				r.thread.LetGo() // it may not have begun
			}
		}
		<-r.gone
	}
	threadsMu.Lock()
	defer threadsMu.Unlock()
	require.Nil(t, first)
	require.Empty(t, threads)
}
