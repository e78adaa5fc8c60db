package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/spawn"
)

// Isolated is a Runtime in a process of its own, for scripts whose limits must hold whatever they do. The process is
// this program, started once more, which has to begin with ChildMain: what is Go of its own (WithGo, WithModule,
// middleware) is given there. It lives until Close, the end of the script, or that of this program.
//
// Limits are those of the process: its memory and processor time, not this program's. They are looked after in the
// process and, as far as there is such a thing, by the operating system, and time and output from here; going beyond
// one ends the process, and the call returns an *ExitError with a *LimitError in it.
//
// Methods may be called from any goroutine; a second caller waits. Cancelling a call's context kills the process.
type Isolated struct {
	limits  Limits
	streams [3]io.Writer // for what comes over the channel, by descriptor
	owner   string
	process *proc.Process
	conn    *proc.Conn
	answers chan answer   // one for each request
	ended   chan struct{} // closed when the process is over and end is set
	written atomic.Int64

	call   sync.Mutex // held while the process works on a request
	mu     sync.Mutex // of what follows
	closed bool
	over   error // why we killed the process; the first reason counts
	end    error // after ended
}

// NewIsolated starts the process. What the options say goes with it, save Go functions, which are an error here. The
// environment of the process itself is this program's, WithEnv's is the script's.
func NewIsolated(opts ...Option) (*Isolated, error) {
	var c config
	for _, o := range opts {
		o(&c)
	}
	switch {
	case !childMain.Load():
		return nil, errors.New("runtime: NewIsolated would start this program once more: it does not begin with ChildMain, by which it would run the script instead")
	case c.modules != nil || c.door != nil || c.backend != nil || c.onFatal != nil || c.mounts != nil:
		return nil, errors.New("runtime: Go functions do not go to another process: modules, middleware, file systems and the like are given to ChildMain there")
	}
	host, err := c.host()
	if err != nil {
		return nil, err
	}
	p := &Isolated{limits: c.limits, owner: "isolated" + strconv.FormatInt(runtimes.Add(1), 10), answers: make(chan answer, 1), ended: make(chan struct{})}
	cmd := &spawn.Command{
		Call: "isolated", Name: host.ExecPath, File: host.ExecPath, Argv: []string{host.Argv0}, Owner: p.owner,
		KillTree: c.starts || c.grants != nil && len(c.grants.Commands) > 0,
		Env:      append(slices.DeleteFunc(os.Environ(), isChannelVariable), isolatedVariable+"=1", modules.ChannelFD+"=3"),
		Stdio:    make([]spawn.Stdio, 4),
	}
	cmd.Stdio[3].Kind = spawn.Channel
	input := p.plan(cmd.Stdio, &c, host)
	started, err := proc.Local.Start(context.Background(), cmd)
	if err != nil {
		return nil, fmt.Errorf("runtime: %w", err)
	}
	p.process = started.(*proc.Process)
	p.conn = p.process.Conn(3)
	if input != nil {
		go func() {
			in := p.process.Conn(0)
			_, _ = io.Copy(in, input)
			_ = in.Close()
		}()
	}
	go p.receive()
	if err := writeFrame(p.conn, frameJSON, c.settings(host)); err != nil {
		_ = p.Close()
		return nil, fmt.Errorf("runtime: %w", err)
	}
	return p, nil
}

// throughChannel tells whether what the process writes comes over the channel: if it is not for an open file, or is to be
// counted. Where memory is limited the Go runtime, when it gets no more, fills standard error with what is of no use.
func (c *config) throughChannel(fd int, out io.Writer) bool {
	_, file := out.(*os.File)
	return !file || c.limits.Output > 0 || fd == 2 && c.limits.Memory > 0
}

// plan says what the process's standard streams are.
func (p *Isolated) plan(stdio []spawn.Stdio, c *config, host *modules.Host) (input io.Reader) {
	switch in := host.Stdin.(type) {
	case nil:
	case *os.File:
		stdio[0] = spawn.Stdio{Kind: spawn.File, File: in}
	default:
		stdio[0].Kind, input = spawn.Pipe, in
	}
	for i, out := range []io.Writer{host.Stdout, host.Stderr} {
		if fd := i + 1; c.throughChannel(fd, out) {
			p.streams[fd] = out
		} else {
			stdio[fd] = spawn.Stdio{Kind: spawn.File, File: out.(*os.File)}
		}
	}
	return input
}

// settings is the first thing that the process is told.
func (c *config) settings(h *modules.Host) settings {
	s := settings{
		Args: c.args, ExecArgv: c.execArgv, Env: h.Env.List(), Dir: h.Dir(), Flags: c.flags, Permissions: c.grants, Audit: c.audit,
		Starts: c.starts, KillTree: c.killTree, CPU: c.limits.CPU, Memory: c.limits.Memory,
	}
	if c.within != nil {
		s.Within = c.within.Encode()
	}
	s.Channelled[1], s.Channelled[2] = c.throughChannel(1, h.Stdout), c.throughChannel(2, h.Stderr)
	return s
}

// RunFile is Runtime.RunFile.
func (p *Isolated) RunFile(ctx context.Context, path string) error {
	_, err := p.ask(ctx, request{Do: "file", Name: path})
	return err
}

// RunString is Runtime.RunString, and returns the value as Await does: that of a promise is waited for.
func (p *Isolated) RunString(ctx context.Context, name, src string) (any, error) {
	return p.ask(ctx, request{Do: "string", Name: name, Source: src})
}

// Await is Runtime.Await. Arguments and results are copies: nil, booleans, numbers, strings, []byte (a Buffer),
// time.Time, *big.Int, []any and map[string]any; anything else is an error.
func (p *Isolated) Await(ctx context.Context, name string, args ...any) (any, error) {
	r := request{Do: "await", Name: name}
	for _, a := range args {
		packed, err := pack(a)
		if err != nil {
			return nil, err
		}
		r.Args = append(r.Args, packed)
	}
	return p.ask(ctx, r)
}

// Pid is the number of the process.
func (p *Isolated) Pid() int { return p.process.Pid() }

// Close kills the process, with all that it has started and not detached, and waits until it is gone. It may be called
// more than once, and while a call is under way, which then returns ErrClosed.
func (p *Isolated) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.kill(ErrClosed)
	<-p.ended
	proc.EndOwned(p.owner)
	return nil
}

// ask has the process do something and waits for the answer.
func (p *Isolated) ask(ctx context.Context, r request) (any, error) {
	p.call.Lock()
	defer p.call.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	if closed {
		return nil, ErrClosed
	}
	select {
	case <-p.ended:
		return nil, ErrEnded
	default:
	}
	stop := context.AfterFunc(ctx, func() { p.kill(&ExitError{Code: 1, Err: context.Cause(ctx)}) })
	defer stop()
	if p.limits.Time > 0 {
		timer := time.AfterFunc(p.limits.Time, func() { p.exceeded("time", p.limits.Time.String()) })
		defer timer.Stop()
	}
	if err := writeFrame(p.conn, frameJSON, r); err != nil {
		<-p.ended
		return nil, p.end
	}
	select {
	case a := <-p.answers:
		return a.result()
	case <-p.ended:
		select {
		case a := <-p.answers: // it ended right after that
			return a.result()
		default:
			return nil, p.end
		}
	}
}

func (p *Isolated) exceeded(limit, most string) {
	p.kill(&ExitError{Code: 1, Err: &LimitError{limit, most}})
}

// kill ends the process, for a reason.
func (p *Isolated) kill(why error) {
	p.mu.Lock()
	if p.over == nil {
		p.over = why
	}
	p.mu.Unlock()
	_ = p.process.Signal(syscall.SIGKILL)
}

// receive is the goroutine that reads what the process says, until its end.
func (p *Isolated) receive() {
	crash := p.frames()
	exit, err := p.process.Wait()
	_ = p.process.Close()
	p.mu.Lock()
	p.end = p.reason(exit, err, crash)
	p.mu.Unlock()
	close(p.ended)
}

// frames reads what comes over the channel. What is no frame is the report of a crash.
func (p *Isolated) frames() (crash string) {
	r := newFrameReader(p.conn)
	for {
		kind, payload, err := r.next()
		var bad *notAFrame
		if errors.As(err, &bad) {
			return bad.text
		}
		if err != nil {
			return ""
		}
		switch kind {
		case frameStdout, frameStderr:
			p.write(p.streams[kind], payload)
		default:
			a, err := parseAnswer(payload)
			switch {
			case err != nil:
				p.kill(&ExitError{Code: 1, Err: err})
			case a.Over != "":
				p.exceeded(a.Over, a.Most)
			default:
				select {
				case p.answers <- a:
				default: // nobody asked
				}
			}
		}
	}
}

// write passes output on as far as the limit goes.
func (p *Isolated) write(to io.Writer, b []byte) {
	if most := p.limits.Output; most > 0 {
		after := p.written.Add(int64(len(b)))
		if before := after - int64(len(b)); after > most {
			b = b[:max(0, most-before)]
			p.exceeded("output", fmt.Sprint(most, " bytes"))
		}
	}
	_, _ = to.Write(b)
}

// reason is why the process is over, for calls that it has not answered.
func (p *Isolated) reason(exit spawn.Exit, err error, crash string) error {
	limit := func(name, most string) error { return &ExitError{Code: 1, Err: &LimitError{name, most}} }
	l := p.limits
	switch {
	case p.over != nil:
		return p.over
	case err != nil:
		return &ExitError{Code: 1, Err: err}
	case l.Memory > 0 && outOfMemory(crash),
		l.Memory > 0 && exit.Signal == syscall.SIGKILL && uint64(exit.Usage.MaxRSS) > l.Memory:
		return limit("memory", fmt.Sprint(l.Memory, " bytes"))
	case l.CPU > 0 && exit.Usage.UserTime+exit.Usage.SystemTime >= l.CPU && (exit.Signal != 0 || exit.Code != 0):
		return limit("CPU time", l.CPU.String())
	case exit.Signal != 0:
		return &ExitError{Code: 128 + int(exit.Signal), Err: fmt.Errorf("the script's process was ended by %v", exit.Signal)}
	case crash != "":
		crash, _, _ = strings.Cut(strings.TrimSpace(crash), "\n")
		return &ExitError{Code: exit.Code, Err: errors.New("the script's process crashed: " + crash)}
	}
	return &ExitError{Code: exit.Code, Err: errors.New("the script's process has ended")}
}

// outOfMemory tells whether the report of a crash is of the Go runtime that got no memory of the system.
func outOfMemory(crash string) bool {
	failed, _, _ := strings.Cut(crash, "\n\ngoroutine ")
	return strings.Contains(failed, "runtime.throw(") && (strings.Contains(failed, "runtime.sysMap") || strings.Contains(failed, "runtime.(*mheap)."))
}
