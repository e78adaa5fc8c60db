package main

import (
	"runtime"
	"runtime/debug"
)

// A script's garbage is small, and there is much of it: collecting it each time 4 MB have come together, as Go does by
// itself, takes a process that exchanges messages twice as long as collecting it each time 16 MB have. Where much is in
// use such generosity would cost more memory than it saves time, so then the program goes back to Go's way.
const (
	generous = 400 // percent of what is in use may come on top of it
	usual    = 100
	much     = 24 << 20 // bytes in use
)

// tuneMemory sets how much garbage may come together. It is called once, and from then on by the collector.
func tuneMemory() {
	debug.SetGCPercent(generous)
	watchMemory(generous)
}

// watchMemory looks at what is in use after each collection: the object it makes is nobody's.
func watchMemory(percent int) {
	type sentinel struct{ at *int }
	runtime.SetFinalizer(&sentinel{new(int)}, func(*sentinel) {
		now := generous
		var m runtime.MemStats // runtime/metrics tells it too, but costs every start
		if runtime.ReadMemStats(&m); m.HeapAlloc > much {
			now = usual
		}
		if now != percent {
			debug.SetGCPercent(now)
		}
		watchMemory(now)
	})
}
