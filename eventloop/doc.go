// Package eventloop is Node's event loop for a goja VM.
//
// A Loop owns one goja.Runtime: the goroutine inside Run is the only one that
// touches the VM or a value of it. Everything that can block runs elsewhere and
// comes back through Post, the one method that any goroutine may call.
//
// One iteration has Node's phases, in Node's order:
//
//	posted work    what other goroutines handed over since the last iteration
//	immediates     setImmediate callbacks that were queued before this phase
//	close          callbacks queued by NextClose
//	timers         every timer that is due, by due time, then by insertion
//
// After every macrotask (one posted function, one immediate, one close callback,
// one timer) the nextTick queue runs, then the promise jobs, again and again until
// both are empty. goja runs promise jobs whenever a call from Go returns with an
// empty call stack, which by itself would put them before the ticks; so each
// macrotask enters the VM through a small compiled JavaScript function that calls
// back into Go, and the ticks and jobs run inside it.
//
// What a macrotask or a tick throws goes to the uncaught hook, and when the loop
// goes on, the ticks and jobs that are left wait for the next macrotask, as in Node.
// So a step through the trampoline takes the loop's next macrotask itself, waiting
// for it if need be, and goes on to another one after an error (phases.go).
//
// Timers, immediates and ticks also take an async context along from where they
// are made; what it means is for its keeper to say (modules/async_hooks).
//
// Handles keep the loop alive: Run returns when no ref'd handle, timer or
// immediate and no queued work is left.
//
// The package knows goja and nothing of Node's modules: the JavaScript faces of
// timers and ticks are in modules/timers and modules/process.
package eventloop
