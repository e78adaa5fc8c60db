// Package signals names the operating system's signals as Node does: the entries of os.constants.signals, in its
// order, with the numbers of the platform the program runs on.
//
// The tables are static data (signals_linux.go, signals_darwin.go, ...): importing the package costs nothing at start.
package signals

import "syscall"

// Signal is one name and its number. Two names may share a number (SIGABRT and SIGIOT): the first one listed is the
// one that Node reports.
type Signal struct {
	Name   string
	Number syscall.Signal
}

// All returns the platform's signals in the order of os.constants.signals. The caller must not change it.
func All() []Signal { return table[:] }

// Number returns the number of a signal, by its exact name ("SIGTERM").
func Number(name string) (syscall.Signal, bool) {
	for i := range table {
		if table[i].Name == name {
			return table[i].Number, true
		}
	}
	return 0, false
}

// Name returns the name Node gives to a signal number, or "" where it has none (real-time signals).
func Name(number syscall.Signal) string {
	for i := range table {
		if table[i].Number == number {
			return table[i].Name
		}
	}
	return ""
}
