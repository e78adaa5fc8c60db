//go:build !profile

package main

// profiled is for builds with the tag profile (docs/RATIONALE.md).
func profiled(command func() int) int { return command() }
