// Package kept keeps on disk, between runs, what is slow to make of a text: other texts, compiled programs. What has not been
// used for the longest time goes when there is much of it (trim.go).
package kept

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

// Variable is the environment variable that says where things are kept: a folder, or "off". Default: gojs/code in the
// user's cache folder.
const Variable = "GOJS_CACHE"

// Or gives what make makes of a text, from the disk if a process has made it before; see At.
func Or(how, name, src string, make func() (string, bool)) (string, bool) {
	place := At(how, name, src)
	if text, ok := place.Get(); ok {
		return text, true
	}
	text, ok := make()
	if ok {
		place.Keep(unsafe.Slice(unsafe.StringData(text), len(text)))
	}
	return text, ok
}

// begun is what the name of a file begins with that is being written.
const begun = "new-"

// Place is where what was made of a text is kept. Files are written beside their place and renamed to it, so that any number
// of processes may do this at once; a cache that cannot be used is none.
type Place struct{ file string }

// At is the place for what is made of a text. how names what makes it and its options, in its present version; name is the
// text's.
func At(how, name, src string) Place { return Place{cacheFile(how, name, src)} }

// Get reads what was kept; false if there is nothing.
func (p Place) Get() (text string, ok bool) {
	if p.file == "" {
		return "", false
	}
	f, err := os.Open(p.file)
	if err != nil {
		return "", false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", false
	}
	b := make([]byte, info.Size())
	if _, err := io.ReadFull(f, b); err != nil {
		return "", false
	}
	if now := time.Now(); now.Sub(info.ModTime()) > day {
		_ = os.Chtimes(p.file, now, now) // it is in use
	}
	return unframe(unsafe.String(unsafe.SliceData(b), len(b)))
}

// Keep keeps a text, given in pieces, as far as possible.
func (p Place) Keep(text ...[]byte) {
	if p.file != "" {
		keep(p.file, text)
		trim(filepath.Dir(filepath.Dir(p.file)))
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
		h.Write([]byte(strconv.Itoa(len(s)) + ":"))
		h.Write(unsafe.Slice(unsafe.StringData(s), len(s)))
	}
	sum := hex.EncodeToString(h.Sum(nil))
	return filepath.Join(dir, sum[:2], sum[2:])
}

// unframe takes away the length before a text, by which a file that is cut off is known.
func unframe(s string) (string, bool) {
	length, text, ok := strings.Cut(s, "\n")
	return text, ok && length == strconv.Itoa(len(text))
}

func keep(file string, text [][]byte) {
	dir := filepath.Dir(file)
	if os.MkdirAll(dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(dir, begun)
	if err != nil {
		return
	}
	length := 0
	for _, b := range text {
		length += len(b)
	}
	_, err = f.WriteString(strconv.Itoa(length) + "\n")
	for _, b := range text {
		if err == nil {
			_, err = f.Write(b)
		}
	}
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
