//go:build !windows

package modules

func envKey(name string) string { return name }
