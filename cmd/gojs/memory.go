package main

import (
	"runtime"
	"runtime/debug"
)

// A script's garbage is small, and there is much of it: collecting it each time the heap has 4 MB, as Go does by itself,
// takes a process that exchanges messages twice as long as collecting it each time it has 16 MB. Where more than that is in
// use, the program goes Go's way.
const (
	heap    = 16 << 20 // bytes in use and garbage, of a small script
	garbage = 12 << 20 // bytes that may come together where more is in use
	most    = 400      // percent of what is in use, at the beginning
	least   = 100
)

// tuneMemory sets how much garbage may come together. It is called once, and from then on by the collector.
func tuneMemory() {
	debug.SetGCPercent(most)
	watchMemory(most)
}

// watchMemory looks at what is in use after each collection: the object it makes is nobody's.
func watchMemory(percent int) {
	type sentinel struct{ at *int }
	runtime.SetFinalizer(&sentinel{new(int)}, func(*sentinel) {
		var m runtime.MemStats // runtime/metrics tells it too, but costs every start
		runtime.ReadMemStats(&m)
		inUse := m.NextGC / uint64(100+percent) * 100
		now := min(max(max(heap-int(inUse), garbage)*100/int(inUse), least), most)
		if now < percent-percent/8 || now > percent+percent/8 { // each change stops the program
			debug.SetGCPercent(now)
			percent = now
		}
		watchMemory(percent)
	})
}
