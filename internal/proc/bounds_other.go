//go:build unix && !linux

package proc

// ownData: elsewhere RLIMIT_DATA knows of the segment that brk moves, and not of what Go maps.
func ownData() (uint64, bool) { return 0, false }
