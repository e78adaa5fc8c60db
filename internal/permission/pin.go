package permission

import (
	"errors"
	"os"
)

// Part says what of a path an operation uses.
type Part uint8

const (
	Existing Part = iota // what is there
	Creating             // what is there, or what is made in its place
	Entry                // the name in its folder, whatever it stands for
)

// Pin is a file that may be used, held so that it stays the one that was looked at: nobody can put a link in the place of
// it, or of a folder above it, between the check of its path and its use.
type Pin struct {
	Name   string   // by which the operating system is to be asked for it
	Flags  int      // for opening it besides one's own
	folder *os.File // what Name begins with, nil if nothing is held
}

// Release lets go of it. Name may mean anything from then on.
func (p *Pin) Release() {
	if p.folder != nil {
		p.folder.Close()
	}
}

// errMoved says that a path does not lead any more to where it did.
var errMoved = errors.New("a link has come in the way")

// Pin is HasFile for an absolute path, and holds what was found. follow says whether a symbolic link at its end is
// followed.
func (s *Set) Pin(path string, follow bool, part Part, scopes ...Scope) (Pin, bool) {
	if s.free(scopes) {
		return Pin{Name: path}, true
	}
	for range 100 {
		real := Real(path, follow)
		for _, scope := range scopes {
			if !s.Has(scope, path) || !s.coversReal(scope, real) {
				return Pin{}, false
			}
		}
		p, err := pin(real, part)
		if err == nil {
			return p, true
		}
		if !errors.Is(err, errMoved) {
			break
		}
	}
	return Pin{}, false
}

// free tells whether every file is allowed, or nothing refused.
func (s *Set) free(scopes []Scope) bool {
	if s == nil || s.Audit {
		return true
	}
	for i := range s.layers {
		for _, scope := range scopes {
			if !s.layers[i].files(scope).everything() {
				return false
			}
		}
	}
	return true
}
