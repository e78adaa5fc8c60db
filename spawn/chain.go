package spawn

import "context"

// Func starts a process. The context bounds the starting, not the process.
type Func func(ctx context.Context, cmd *Command) (Process, error)

// Middleware puts something in front of next.
type Middleware func(next Func) Func

// Chain is end with middleware in front of it; the first one sees a command first.
func Chain(end Func, middleware ...Middleware) Func {
	for i := len(middleware) - 1; i >= 0; i-- {
		end = middleware[i](end)
	}
	return end
}

// Backend is a place where processes can be started.
type Backend interface {
	// LookPath finds the file that a command's Name stands for there, as execvp does: on the PATH of the command's Env
	// and relative to its Dir. It fills in File, or NotFound.
	LookPath(cmd *Command)
	// Start starts the process or fails, best with an *Error, leaving nothing behind.
	Start(ctx context.Context, cmd *Command) (Process, error)
}
