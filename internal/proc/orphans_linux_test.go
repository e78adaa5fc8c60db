package proc

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"

	"github.com/gojs-run/gojs/spawn"
)

// subreaper is the process of TestOrphansAreReaped: it is given orphans as the first process of a system is, starts many
// processes that each leave some behind, and says what it finds wrong.
func subreaper() int {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		fmt.Println("skip:", err)
		return 0
	}
	stop := reapOrphans()
	defer stop()
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", fmt.Sprintf("(exit 9) & (sh -c 'exit 8' &) ; exit %d", i)},
				Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {}}}
			Local.LookPath(cmd)
			started, err := Local.Start(context.Background(), cmd)
			if err != nil {
				fmt.Println(err)
				return
			}
			if i%2 == 0 { // ended before anybody waits
				_, _ = io.Copy(io.Discard, started.Stdio(1))
			}
			exit, err := started.Wait()
			if err != nil || exit.Code != i {
				fmt.Println(i, exit, err)
			}
			_ = started.Close()
		})
	}
	all.Wait()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		left := 0
		for _, p := range listProcesses() {
			if p.parent == os.Getpid() {
				left++
			}
		}
		if left == 0 {
			break
		}
		if time.Now().After(deadline) {
			fmt.Println("left:", left)
			break
		}
	}
	if n := len(children.own); n > 0 {
		fmt.Println("noted still:", n)
	}
	return 0
}

func TestOrphansAreReaped(t *testing.T) {
	r := run(t, command(t, "subreaper"), "")
	if said := string(r.Output[1]); len(said) > 5 && said[:5] == "skip:" {
		t.Skip(said)
	}
	assert.Empty(t, string(r.Output[1]))
	assert.Empty(t, string(r.Output[2]))
	assert.Equal(t, 0, r.Exit.Code)
}
