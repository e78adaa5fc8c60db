//go:build race

package workerthreads_test

const raceEnabled = true
