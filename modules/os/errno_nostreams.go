//go:build unix && !linux && !darwin

package os

// streamErrnos are those of System V streams, which not every Unix has.
func streamErrnos() []errno { return nil }
