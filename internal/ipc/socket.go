package ipc

import "errors"

var (
	// ErrNoHandles says that descriptors cannot travel over a channel of this kind or on this system.
	ErrNoHandles = errors.New("handles cannot be sent over this channel")
	// ErrHandlesLost says that descriptors came along with the bytes but could not all be taken, as when the process
	// has too many open. Those that were are closed again; the bytes are good.
	ErrHandlesLost = errors.New("handles that came with a message were lost")
)
