package signals

import "syscall"

// libuv gives these numbers to the few signals it emulates on Windows.
var table = [...]Signal{
	{"SIGHUP", 1},
	{"SIGINT", 2},
	{"SIGQUIT", 3},
	{"SIGILL", 4},
	{"SIGFPE", 8},
	{"SIGKILL", 9},
	{"SIGSEGV", 11},
	{"SIGTERM", syscall.SIGTERM},
	{"SIGBREAK", 21},
	{"SIGABRT", 22},
	{"SIGWINCH", 28},
}
