package runtime

import (
	"context"
	"errors"
	"strconv"
)

// ErrClosed is returned by the methods of a Runtime after Close.
var ErrClosed = errors.New("runtime: closed")

// ErrEnded is returned by the methods of a Runtime whose script has exited.
var ErrEnded = errors.New("runtime: the script has exited")

// ExitError says that the script ended its Runtime: by process.exit, by an
// uncaught error, or by reaching its end with process.exitCode set. Reaching the
// end with code 0 is no error.
type ExitError struct {
	// Code is the exit code, as the process's would be.
	Code int
	// Err is why, if it was not the script's own wish: a *ScriptError, or the
	// context's error.
	Err error
}

func (e *ExitError) Error() string {
	if e.Err != nil {
		return "runtime: exit code " + strconv.Itoa(e.Code) + ": " + e.Err.Error()
	}
	return "runtime: exit code " + strconv.Itoa(e.Code)
}

// Unwrap returns Err.
func (e *ExitError) Unwrap() error { return e.Err }

// Is makes errors.Is(err, context.Canceled) true for a script that was cancelled.
func (e *ExitError) Is(target error) bool {
	return e.Err != nil && (target == context.Canceled || target == context.DeadlineExceeded) && errors.Is(e.Err, target)
}

// ScriptError is a JavaScript value that was thrown and not caught, or with which
// a promise was rejected and not handled.
type ScriptError struct {
	Name    string // error.name: "TypeError"; "" for a value that is no Error
	Message string // error.message, or the value as a string
	Code    string // error.code, if it has one
	Stack   string // error.stack in V8's form
	// Report is the whole text that Node prints on stderr: place, source line,
	// caret, stack or inspected value.
	Report string
	// File, Line and Column say where it was thrown; zero if unknown.
	File         string
	Line, Column int
}

func (e *ScriptError) Error() string {
	if e.Stack != "" {
		return e.Stack
	}
	return e.Message
}
