package kept

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	day   = 24 * time.Hour
	stamp = "trimmed" // whose time is that of the last look
)

// most is how many bytes may be kept.
var most int64 = 200 << 20

// trim removes what has not been used for the longest time where more than most is kept. It looks once a day. Any number of
// processes may do this at once, and read and write what others remove: it is made again then.
func trim(dir string) {
	last := filepath.Join(dir, stamp)
	now := time.Now()
	info, err := os.Stat(last)
	if err == nil && now.Sub(info.ModTime()) < day {
		return
	}
	if os.WriteFile(last, nil, 0o600) != nil || os.Chtimes(last, now, now) != nil || err != nil {
		return // there was none: the folder is new, or nothing can be done
	}
	var sum int64
	files := list(dir, now)
	for _, f := range files {
		sum += f.size
	}
	slices.SortFunc(files, func(a, b file) int { return a.used.Compare(b.used) })
	for _, f := range files {
		if sum <= most {
			return
		}
		if os.Remove(f.path) == nil {
			sum -= f.size
		}
	}
}

type file struct {
	path string
	size int64
	used time.Time // to the day
}

// list gives the files that were kept in a folder, and removes those that somebody has begun to write and never finished.
// What else is there is not ours.
func list(dir string, now time.Time) (files []file) {
	folders, _ := os.ReadDir(dir)
	for _, folder := range folders {
		if !isHash(folder.Name(), 1) {
			continue
		}
		entries, _ := os.ReadDir(filepath.Join(dir, folder.Name()))
		for _, entry := range entries {
			info, err := entry.Info()
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			path := filepath.Join(dir, folder.Name(), entry.Name())
			switch {
			case isHash(entry.Name(), 31):
				files = append(files, file{path, info.Size(), info.ModTime()})
			case strings.HasPrefix(entry.Name(), begun) && now.Sub(info.ModTime()) > day:
				_ = os.Remove(path)
			}
		}
	}
	return files
}

// isHash reports whether a name is so many bytes of a hash.
func isHash(name string, bytes int) bool {
	b, err := hex.DecodeString(name)
	return err == nil && len(b) == bytes
}
