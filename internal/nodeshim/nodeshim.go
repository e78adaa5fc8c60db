// Package nodeshim lets gojs answer as `node` for the children of a script on a
// machine that has no Node: a directory that holds a link named node to the
// running program, for the end of a child's PATH.
package nodeshim

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// Shim makes and remembers the directory for one program. Its methods may be
// called from any goroutine.
type Shim struct {
	exe string

	mu   sync.Mutex
	dir  string
	err  error
	seen map[string]bool // PATH -> has node
}

// New returns a Shim for the program at the absolute path exe. Nothing is created
// yet.
func New(exe string) *Shim { return &Shim{exe: exe} }

// Path returns the PATH a child should have: path itself if it leads to a node
// (unless always), else path with the shim's directory at its end (with always,
// at its front). If the directory cannot be made, path is returned as it is.
func (s *Shim) Path(path string, always bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !always {
		has, ok := s.seen[path]
		if !ok {
			has = found(path)
			if s.seen == nil {
				s.seen = map[string]bool{}
			}
			s.seen[path] = has
		}
		if has {
			return path
		}
	}
	if s.dir == "" && s.err == nil {
		s.dir, s.err = create(s.exe)
	}
	switch {
	case s.err != nil:
		return path
	case path == "":
		return s.dir
	case always:
		return s.dir + string(filepath.ListSeparator) + path
	}
	return path + string(filepath.ListSeparator) + s.dir
}

// found reports whether a directory of path holds an executable node.
func found(path string) bool {
	names := []string{"node"}
	if runtime.GOOS == "windows" {
		names = []string{"node.exe", "node.cmd", "node.bat", "node.com"}
	}
	for _, dir := range filepath.SplitList(path) {
		if dir == "" {
			dir = "."
		}
		for _, n := range names {
			fi, err := os.Stat(filepath.Join(dir, n))
			if err == nil && fi.Mode().IsRegular() && (runtime.GOOS == "windows" || fi.Mode()&0o111 != 0) {
				return true
			}
		}
	}
	return false
}

// create makes <user cache>/gojs/node-shim/<hash of exe>/node, a link to exe.
func create(exe string) (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	sum := sha256.Sum256([]byte(exe))
	dir := filepath.Join(base, "gojs", "node-shim", hex.EncodeToString(sum[:8]))
	if strings.ContainsRune(dir, filepath.ListSeparator) {
		return "", errors.New("nodeshim: the cache directory cannot be part of PATH: " + dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	link := filepath.Join(dir, "node")
	if runtime.GOOS == "windows" {
		link += ".exe"
	}
	if to, err := os.Readlink(link); err == nil && to == exe {
		return dir, nil
	}
	// Another process may be doing the same: make it aside, then rename.
	tmp, err := os.MkdirTemp(dir, "new")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	fresh := filepath.Join(tmp, "node")
	if err := os.Symlink(exe, fresh); err != nil {
		if err := os.Link(exe, fresh); err != nil { // Windows without the privilege for symbolic links
			return "", err
		}
	}
	if err := os.Rename(fresh, link); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return dir, nil
}
