//go:build !linux

package runtime

import "time"

// hasThreadClock: no thread of this system can read another one's time.
const hasThreadClock = false

func threadClock() func() time.Duration { return func() time.Duration { return 0 } }
