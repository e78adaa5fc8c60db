package runtime

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/modules"
)

// isolatedVariable tells a process that it is an Isolated's.
const isolatedVariable = "GOJS_ISOLATED"

func isChannelVariable(kv string) bool {
	name, _, _ := strings.Cut(kv, "=")
	return name == isolatedVariable || name == modules.ChannelFD || name == modules.ChannelMode
}

// slack is what a process may need beyond what its script is allowed: garbage, and the Go runtime's own.
const slack = 64 << 20

// isolated is the life of an Isolated's process. opts are ChildMain's.
func isolated(opts []Option) (code int) {
	for _, name := range []string{isolatedVariable, modules.ChannelFD, modules.ChannelMode} {
		_ = os.Unsetenv(name)
	}
	channel, err := proc.OpenChannel(3)
	if err != nil {
		fmt.Fprintln(os.Stderr, "runtime: no channel to who has started this process:", err)
		return 9
	}
	p := &isolation{conn: channel.Conn()}
	requests := newFrameReader(p.conn)
	var s settings
	if _, b, err := requests.next(); err != nil || json.Unmarshal(b, &s) != nil {
		return 9
	}
	if s.Memory > 0 || s.CPU > 0 {
		_ = channel.Crash()
		if err := p.bind(s); err != nil {
			p.send(answer{Error: "runtime: limits of this process: " + err.Error()})
			return 9
		}
	}
	rt, err := New(append(opts, s.options(p)...)...)
	if err != nil {
		rt = nil
	}
	todo := make(chan request)
	go func() { // who has started us may be gone at any time, and the script must not go on then
		for {
			_, b, nerr := requests.next()
			var r request
			if nerr != nil || json.Unmarshal(b, &r) != nil {
				proc.Quit(9)
			}
			todo <- r
		}
	}()
	for r := range todo {
		if rt == nil {
			p.send(answer{Error: err.Error()})
			continue
		}
		p.send(answerOf(rt.answer(r)))
	}
	return 0
}

// answer does what is asked for.
func (r *Runtime) answer(q request) (any, error) {
	ctx := context.Background()
	switch q.Do {
	case "file":
		return nil, r.RunFile(ctx, q.Name)
	case "string":
		v, err := r.RunString(ctx, q.Name, q.Source)
		if err != nil {
			return nil, err
		}
		return r.settled(ctx, q.Name, v)
	}
	args := make([]any, len(q.Args))
	for i := range args {
		v, err := unpack(q.Args[i])
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	if err := r.Do(ctx, func(*goja.Runtime) error {
		for i := range args {
			args[i] = r.goValue(args[i])
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return r.Await(ctx, q.Name, args...)
}

// options are those of the process's Runtime that its settings say. They come after ChildMain's.
func (s *settings) options(p *isolation) []Option {
	list := []Option{
		WithArgs(s.Args...), WithExecArgv(s.ExecArgv...), WithEnv(s.Env), WithDir(s.Dir), WithFlags(s.Flags),
		func(c *config) { c.starts = s.Starts },
	}
	if s.Permissions != nil {
		list = append(list, WithPermissions(*s.Permissions))
	}
	if s.Within != "" {
		within, err := permission.Decode(s.Within)
		if err != nil { // what cannot be read allows nothing
			within = permission.New(Permissions{}, s.Dir)
		}
		list = append(list, withinPermissions(within))
	}
	if s.Audit {
		list = append(list, WithPermissionAudit())
	}
	if s.KillTree != nil {
		list = append(list, WithKillTree(*s.KillTree))
	}
	if s.Channelled[1] {
		list = append(list, WithStdout(&channelled{p, frameStdout}))
	}
	if s.Channelled[2] {
		list = append(list, WithStderr(&channelled{p, frameStderr}))
	}
	return list
}

// isolation is the process's end of the channel.
type isolation struct {
	mu   sync.Mutex
	conn *proc.Conn
}

func (p *isolation) write(kind byte, v any) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return writeFrame(p.conn, kind, v)
}

// send answers; an answer that cannot go is one that says so.
func (p *isolation) send(a answer) {
	if err := p.write(frameJSON, a); err != nil && p.write(frameJSON, answer{Error: err.Error()}) != nil {
		proc.Quit(9)
	}
}

type channelled struct {
	p    *isolation
	kind byte
}

func (c *channelled) Write(b []byte) (int, error) {
	const most = 1 << 20
	for n := 0; n < len(b); n += most {
		if err := c.p.write(c.kind, b[n:min(n+most, len(b))]); err != nil {
			return n, err
		}
	}
	return len(b), nil
}

// bind sets the limits and begins to watch them: the system's own are coarse, and say nothing.
func (p *isolation) bind(s settings) error {
	hard := proc.Bounds{CPU: s.CPU}
	if s.Memory > 0 {
		hard.Memory = s.Memory + slack
		debug.SetMemoryLimit(int64(heapInUse() + s.Memory + slack/2)) // rather collect garbage than fail
	}
	if err := hard.Bind(); err != nil {
		return err
	}
	memory, cpu := heapInUse(), proc.OwnCPUTime()
	go func() {
		for range time.Tick(watchEvery) {
			if used := proc.OwnCPUTime() - cpu; s.CPU > 0 && used > s.CPU {
				p.over("CPU time", s.CPU.String())
			}
			if now := heapInUse(); s.Memory > 0 && now > memory+s.Memory {
				p.over("memory", fmt.Sprint(s.Memory, " bytes"))
			}
		}
	}()
	return nil
}

// over ends the process and says why, if that does not take long.
func (p *isolation) over(limit, most string) {
	said := make(chan struct{})
	go func() {
		_ = p.write(frameJSON, answer{Over: limit, Most: most})
		close(said)
	}()
	select {
	case <-said:
	case <-time.After(time.Second):
	}
	proc.Quit(9)
}
