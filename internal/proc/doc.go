// Package proc is the local machine as a [spawn.Backend]: it looks files up on PATH, starts, waits for and signals
// processes, and owns the pipes to them. It is the only package that calls the operating system for that.
//
//   - [Local] is the backend. On Linux (start_clone3.go) a process is started by one clone3 system call that shares
//     memory with the child until it execs: the child reports a failed step through that memory, needs no status pipe
//     and costs the same however large the host is. Elsewhere (start_posix.go, start_windows.go) it is the standard
//     library's way.
//   - A process is waited for by its pidfd in Go's network poller, so hundreds of running children hold no thread.
//   - [RunSync] runs a process to its end: one goroutine in poll(2), whatever the number of pipes.
//   - [Reader], [Writer] and [Splice] move bytes between pipes and whoever wants them.
//
// All descriptors are close-on-exec from birth. The host's ends are non-blocking and in Go's poller once they are used
// through [Conn], so that closing one ends every read and write under way.
//
// Writing to a pipe whose reader is gone gives EPIPE. A Go program gets a deadly SIGPIPE only for descriptors 1 and 2;
// what writes those (the host's own stdout) has to mind that, nothing in this package does.
package proc
