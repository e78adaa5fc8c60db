//go:build !windows

package spawn

func sameEnvName(a, b string) bool { return a == b }
