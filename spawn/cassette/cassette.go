// Package cassette records what processes say and plays it back, so that scripts are tested without the programs they
// start.
//
//	var tape cassette.Tape
//	rt, err := runtime.New(runtime.WithChildren(tape.Record()))
//	... run the script ...
//	err = tape.Save("testdata/deploy.json")
//
// and in the test
//
//	tape, err := cassette.Load("testdata/deploy.json")
//	rt, err := runtime.New(runtime.WithChildren(tape.Replay()))
//
// A start is recognised by its arguments and, where Key is set, by whatever that makes of the command; several equal ones
// play in the order in which they were recorded. What was written to a process is part of the recording: output that
// came after it comes again only when the script has written as much, and a signal is waited for likewise. Bytes are
// recorded that pass through the host; what a process writes to an inherited descriptor is not.
package cassette

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gojs-run/gojs/spawn"
)

// Tape is a recording. Its methods may be called from any goroutine.
type Tape struct {
	// Key, where not nil, says what tells one start from another. Default: name and arguments, without folders of the
	// name. It is set before the tape is used.
	Key func(*spawn.Command) string

	mu     sync.Mutex
	tracks []*Track
	played map[*Track]bool
}

// Track is one process of a recording.
type Track struct {
	Key    string   `json:"key"`
	Call   string   `json:"call"`
	Argv   []string `json:"argv"`
	Error  *Failure `json:"error,omitempty"` // of the start
	Events []Event  `json:"events,omitempty"`
	Code   int      `json:"code"`
	Signal int      `json:"signal,omitempty"`
}

// Failure is a start that failed.
type Failure struct {
	Op      string `json:"op,omitempty"`
	Path    string `json:"path,omitempty"`
	Errno   int    `json:"errno,omitempty"`
	Message string `json:"message,omitempty"`
}

// Event is something that passed between the host and the process.
type Event struct {
	FD     int    `json:"fd,omitempty"`
	In     bool   `json:"in,omitempty"`     // to the process
	Text   string `json:"text,omitempty"`   // what it was, if that is UTF-8
	Bytes  []byte `json:"bytes,omitempty"`  // what it was otherwise
	Closed bool   `json:"closed,omitempty"` // the writing side was
	Signal int    `json:"signal,omitempty"` // a signal to the process
}

func (e *Event) data() []byte {
	if e.Bytes != nil {
		return e.Bytes
	}
	return []byte(e.Text)
}

func (e *Event) set(b []byte) {
	if utf8.Valid(b) {
		e.Text, e.Bytes = string(b), nil
	} else {
		e.Text, e.Bytes = "", b
	}
}

// MissingError says that a script started something that the tape does not have, or not as often.
type MissingError struct {
	Key string
}

func (e *MissingError) Error() string { return "cassette: no recording is left of " + e.Key }

// Load reads a tape from a file.
func Load(file string) (*Tape, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t := &Tape{}
	if err := json.Unmarshal(b, &t.tracks); err != nil {
		return nil, fmt.Errorf("cassette %s: %w", file, err)
	}
	return t, nil
}

// Save writes the tape to a file, as far as it is recorded.
func (t *Tape) Save(file string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	b, err := json.MarshalIndent(t.tracks, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

// Left lists what was recorded and has not been played.
func (t *Tape) Left() (keys []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, track := range t.tracks {
		if !t.played[track] {
			keys = append(keys, track.Key)
		}
	}
	return keys
}

func (t *Tape) key(cmd *spawn.Command) string {
	if t.Key != nil {
		return t.Key(cmd)
	}
	name := cmd.Name[strings.LastIndexAny(cmd.Name, `/\`)+1:]
	return strings.Join(append([]string{name}, cmd.Args()...), " ")
}
