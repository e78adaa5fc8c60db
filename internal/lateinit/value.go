package lateinit

import "sync"

// Value is what a package makes of its own when it is first asked for. Unlike one of sync.OnceValue, a variable of this type
// costs the start of the program nothing. Any goroutine may use it.
type Value[T any] struct {
	once  sync.Once
	value T
}

// Get returns what the first call made.
func (v *Value[T]) Get(made func() T) T {
	v.once.Do(func() { v.value = made() })
	return v.value
}
