//go:build !unix

package main

import (
	"os"
	"os/exec"
)

// ownGroup leaves cmd as it is: without process groups only the runtime itself is ended.
func ownGroup(*exec.Cmd) {}

// peakMemory knows of no such count here.
func peakMemory(*os.ProcessState) (float64, error) { return 0, errNoMemory }
