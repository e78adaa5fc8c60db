//go:build !race

package workerthreads_test

const raceEnabled = false
