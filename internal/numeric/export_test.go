package numeric

import (
	"context"
	"sync"
)

// HotAtOnce makes functions be entered at their second call, however small they are, and loops at their second turn or
// not at all.
func HotAtOnce(loops bool) {
	turnsEnough, callsEnough, exprsEnough = 1<<40, 2, 0
	if loops {
		turnsEnough = 2
	}
}

// Forget drops all sites and their machine code. Programs and VMs from before must not run any more.
func Forget() {
	if cache.CompilationCache != nil {
		_ = cache.Close(context.Background())
	}
	cache.Once = sync.Once{}
	sites.Store(nil)
}
