//go:build unix

package proc

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gojs-run/gojs/spawn"
)

// TreeVariable marks the processes of trees: it has the names of those that a process is in, host.owner.number., the
// outermost first. All that a process with KillTree starts inherit it, however they detach themselves. Whoever has it
// belongs to the trees, and so do the descendants of those who have it; what escapes is a process that takes it off and
// whose parent has ended.
const TreeVariable = "GOJS_TREE"

var (
	treeHost = sync.OnceValue(func() string {
		return strconv.Itoa(os.Getpid()) + "-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	})
	// outerTrees are those that this process itself is in.
	outerTrees = sync.OnceValue(func() string { return os.Getenv(TreeVariable) })
	treeCount  atomic.Int64
	treesUsed  atomic.Bool
)

// plantTree gives a command that wants it a tree of its own, and returns the tree's name. Others are in the trees that
// this process is in, unless they are detached.
func plantTree(cmd *spawn.Command) (env []string, name string, err error) {
	trees := outerTrees()
	switch {
	case cmd.KillTree && !canListProcesses:
		return nil, "", &spawn.UnsupportedError{Backend: "local", What: "ending all that a process started"}
	case cmd.KillTree:
		if err := guardTrees(); err != nil {
			return nil, "", err
		}
		treesUsed.Store(true)
		name = treeHost() + "." + treeOwner(cmd.Owner) + "." + strconv.FormatInt(treeCount.Add(1), 10) + "."
		trees = strings.TrimPrefix(trees+"/"+name, "/")
	case cmd.Detached:
		trees = ""
	}
	isTree := func(kv string) bool { return strings.HasPrefix(kv, TreeVariable+"=") }
	if trees == "" && !slices.ContainsFunc(cmd.Env, isTree) {
		return cmd.Env, "", nil
	}
	env = slices.DeleteFunc(slices.Clone(cmd.Env), isTree)
	if trees != "" {
		env = append(env, TreeVariable+"="+trees)
	}
	return env, name, nil
}

// isIn tells whether one of a process's trees has a name that begins with prefix.
func isIn(trees, prefix string) bool {
	for name := range strings.SplitSeq(trees, "/") {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func treeOwner(owner string) string {
	if owner == "" {
		return "-"
	}
	return owner
}

// EndOwned kills what is left of all trees of an owner, and returns when nothing is. It does nothing if the owner never
// had one.
func EndOwned(owner string) {
	if treesUsed.Load() {
		fell(treeHost() + "." + treeOwner(owner) + ".")
	}
}

// fell kills all processes of trees whose names begin with prefix, until there are none: a process that is killed may
// just have started another.
func fell(prefix string) {
	for range 1000 {
		left := inTree(prefix, 0)
		if len(left) == 0 {
			return
		}
		for _, p := range left {
			p.signal(syscall.SIGKILL)
		}
		time.Sleep(time.Millisecond) // the kernel needs a moment to end them
	}
}

// listed is a process of this machine, as it was when they were listed.
type listed struct {
	pid, parent int
	started     uint64 // tells it from another one that gets its pid
	ended       bool   // and not waited for
}

// inTree lists the processes of the trees whose names begin with prefix, and the descendants of those and of root.
func inTree(prefix string, root int) []listed {
	all := listProcesses()
	self := os.Getpid()
	children := map[int][]int{} // indices by parent
	for i, p := range all {
		children[p.parent] = append(children[p.parent], i)
	}
	belongs := make([]bool, len(all))
	var add func(i int)
	add = func(i int) {
		if belongs[i] || all[i].pid == self {
			return
		}
		belongs[i] = true
		for _, c := range children[all[i].pid] {
			add(c)
		}
	}
	for i, p := range all {
		if p.pid == root || p.pid != self && !p.ended && isIn(treeOf(p.pid), prefix) {
			add(i)
		}
	}
	var out []listed
	for i, p := range all {
		if belongs[i] && !p.ended {
			out = append(out, p)
		}
	}
	return out
}
