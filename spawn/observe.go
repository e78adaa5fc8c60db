package spawn

import (
	"context"
	"slices"
	"time"
)

// Event is something that Audit tells of.
type Event struct {
	Time    time.Time
	Command Command // a copy
	// Err is why nothing was started; nil if something was.
	Err error
	// Pid is the process's number.
	Pid int
	// Exit is nil when the process was started, and how it ended when it has.
	Exit *Exit
	// Duration is how long it ran.
	Duration time.Duration
}

// Audit tells f of every start, be it refused, and of every end. What stands before it in a chain (Allow) is seen only if
// it passes: to hear of refusals, Audit goes first. f is called on the goroutine that starts the process, and for ends on
// one of its own, so that several calls may be under way.
func Audit(f func(Event)) Middleware {
	return func(next Func) Func {
		return func(ctx context.Context, cmd *Command) (Process, error) {
			e := Event{Time: time.Now(), Command: cmd.clone()}
			process, err := next(ctx, cmd)
			if e.Err = err; err != nil {
				f(e)
				return nil, err
			}
			e.Pid = process.Pid()
			f(e)
			return observe(process, func(exit Exit) {
				e.Duration = time.Since(e.Time)
				e.Time, e.Exit = time.Now(), &exit
				f(e)
			}), nil
		}
	}
}

// DryRun starts nothing: every command passes to f, which may be nil, and ends at once with code 0 and no output.
func DryRun(f func(*Command)) Middleware {
	return func(Func) Func {
		return func(_ context.Context, cmd *Command) (Process, error) {
			if cmd.File == "" && cmd.NotFound != nil {
				return nil, cmd.NotFound
			}
			if f != nil {
				f(cmd)
			}
			return Answer(cmd, nil, Exit{}), nil
		}
	}
}

// KillTree makes every process one whose end is the end of all that it started; see Command.KillTree. Detached ones go
// on as they are.
func KillTree() Middleware {
	return func(next Func) Func {
		return func(ctx context.Context, cmd *Command) (Process, error) {
			cmd.KillTree = cmd.KillTree || !cmd.Detached
			return next(ctx, cmd)
		}
	}
}

// observed is a process whose end somebody else waits for, too.
type observed struct{ Process }

// observe calls ended when the process has.
func observe(process Process, ended func(Exit)) Process {
	go func() {
		exit, _ := process.Wait()
		ended(exit)
	}()
	return observed{process}
}

func (c *Command) clone() Command {
	d := *c
	d.Argv, d.Env, d.Stdio, d.Limits = slices.Clone(c.Argv), slices.Clone(c.Env), slices.Clone(c.Stdio), slices.Clone(c.Limits)
	return d
}
