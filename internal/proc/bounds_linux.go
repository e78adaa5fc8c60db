package proc

import (
	"bytes"
	"os"
	"strconv"
)

// ownData is how many bytes RLIMIT_DATA has to do with now.
func ownData() (uint64, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, _ := bytes.Cut(status, []byte("\nVmData:"))
	line, _, _ := bytes.Cut(rest, []byte(" kB\n"))
	kilobytes, err := strconv.ParseUint(string(bytes.TrimSpace(line)), 10, 64)
	return kilobytes << 10, err == nil
}
