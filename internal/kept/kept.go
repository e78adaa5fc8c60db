// Package kept keeps on disk, between runs, what is slow to make of a text: other texts, compiled programs.
package kept

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Variable is the environment variable that says where things are kept: a folder, or "off". Default: gojs/code in the
// user's cache folder.
const Variable = "GOJS_CACHE"

// Or gives what make makes of a text, from the disk if a process has made it before. how names what make does and its
// options, in its present version; name is the text's. Files are written beside their place and renamed to it, so that any
// number of processes may do this at once; a cache that cannot be used is none.
func Or(how, name, src string, make func() (string, bool)) (string, bool) {
	file := cacheFile(how, name, src)
	if file == "" {
		return make()
	}
	if b, err := os.ReadFile(file); err == nil {
		if text, ok := unframe(string(b)); ok {
			return text, true
		}
	}
	text, ok := make()
	if ok {
		keep(file, frame(text))
	}
	return text, ok
}

// Forget has Or make something anew the next time: what was on disk is of no use.
func Forget(how, name, src string) {
	if file := cacheFile(how, name, src); file != "" {
		_ = os.Remove(file)
	}
}

func cacheFile(how, name, src string) string {
	dir := os.Getenv(Variable)
	if dir == "off" {
		return ""
	}
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(user, "gojs", "code")
	}
	h := sha256.New()
	for _, s := range []string{how, name, src} {
		h.Write([]byte(strconv.Itoa(len(s)) + ":" + s))
	}
	sum := hex.EncodeToString(h.Sum(nil))
	return filepath.Join(dir, sum[:2], sum[2:])
}

// frame puts the length before a text, by which a file that is cut off is known.
func frame(text string) string { return strconv.Itoa(len(text)) + "\n" + text }

func unframe(s string) (string, bool) {
	length, text, ok := strings.Cut(s, "\n")
	return text, ok && length == strconv.Itoa(len(text))
}

func keep(file, text string) {
	dir := filepath.Dir(file)
	if os.MkdirAll(dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(dir, "new-")
	if err != nil {
		return
	}
	_, err = f.WriteString(text)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
}
