//go:build !linux && !darwin

package proc

// FileOf is the path of the file that a descriptor is open for. This system does not tell.
func FileOf(int) (path string, write bool) { return "", false }
