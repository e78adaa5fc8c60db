//go:build unix && !linux

package proc

func subreaper() int { return 99 }
