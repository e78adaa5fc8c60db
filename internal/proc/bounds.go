package proc

import (
	"os"
	"time"
)

// Bounds are limits that this process sets itself, before it runs what it does not trust. They cannot be taken back.
type Bounds struct {
	CPU    time.Duration // that it may still use; the system knows seconds
	Memory uint64        // bytes that its data may still grow by
}

// Quit ends this process.
func Quit(code int) { os.Exit(code) }
