// Package runtime embeds the host in a Go program.
//
// A Runtime is one JavaScript world: a VM, an event loop, modules, and the state
// that Node keeps in the process (directory, environment, arguments, standard
// streams, exit code), so that several Runtimes live side by side in one program.
//
//	rt, err := runtime.New(runtime.WithArgs("a", "b"))
//	if err != nil { ... }
//	defer rt.Close()
//	err = rt.RunFile(ctx, "script.js")
//
// RunFile and RunString run a script and then its event loop until nothing is
// left to wait for, as `node script.js` does. Call and Await call functions that
// the script left behind. Do reaches the VM itself, on the loop's goroutine.
//
// # Goroutines
//
// The methods of a Runtime may be called from any goroutine; each runs the
// JavaScript on the goroutine that calls it, one at a time: a second caller waits.
// The VM and its values must be touched only inside Do, or by functions that the
// script calls.
//
// # Go for scripts, and what they may do
//
// WithGo offers Go values to require. WithPermissions says what a script may read, write, start and connect to,
// WithLimits what it may spend, NewIsolated runs it in a process of its own; docs/EMBEDDING.md tells all of it.
//
// # Children
//
// Scripts start no processes unless the program says so: with WithChildren they do
// as under Node, and its middleware sees each process first; WithBackend starts
// them elsewhere. fork starts the program itself, which has to begin with ChildMain
// for that. Children end with the Runtime: see WithKillTree.
//
// # Workers
//
// A script's workers (worker_threads) are Runtimes beside its own, each on a
// goroutine of its own, with the same modules, middleware and backend, which are
// then called from there. Close ends them, too.
//
// # Ends
//
// A script that calls process.exit, or fails, ends its Runtime: the methods return
// an *ExitError with the code. An uncaught error is an *ScriptError inside it.
// Cancelling the context stops the script at its next instruction and ends the
// Runtime with the context's error. A panic in a Go function that a script called
// becomes a JavaScript error.
package runtime
