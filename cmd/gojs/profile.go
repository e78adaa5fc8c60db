//go:build profile

package main

import (
	"os"
	"runtime/pprof"
	"strconv"
)

// profiled runs the command and writes a CPU profile of it to the file that GOJS_PROFILE names, with its process id
// behind. Children inherit the variable.
func profiled(command func() int) int {
	file := os.Getenv("GOJS_PROFILE")
	if file == "" {
		return command()
	}
	f, err := os.Create(file + "." + strconv.Itoa(os.Getpid()))
	if err != nil {
		panic(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		panic(err)
	}
	defer func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}()
	return command()
}
