package runtimetest

import (
	"fmt"
	"os"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// held is what a process holds. Files and children are told by /proc, on Linux.
type held struct{ files, goroutines, children int }

func holds(t testing.TB) held {
	h := held{goroutines: goruntime.NumGoroutine()}
	if goruntime.GOOS != "linux" {
		return h
	}
	files, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	list, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid()))
	require.NoError(t, err)
	h.files, h.children = len(files), len(strings.Fields(string(list)))
	return h
}

// Left notes what the process holds: descriptors, goroutines, children. The function that it returns waits until nothing
// is left of what has come since; the test fails if that takes too long. What is made once in a process has to be there
// before.
func Left(t testing.TB) (nothing func()) {
	before := holds(t)
	return func() {
		t.Helper()
		is := holds(t)
		// What a closed pipe or an ended process wakes needs a moment to end.
		for began := time.Now(); time.Since(began) < 20*time.Second; is = holds(t) {
			is.goroutines = max(is.goroutines, before.goroutines) // a timer's may have been there before
			if is == before {
				break
			}
			time.Sleep(time.Millisecond)
		}
		assert.Equal(t, before, is)
	}
}
