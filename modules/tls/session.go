package tls

import (
	"crypto/tls"
	"encoding/binary"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// session is the tls.ClientSessionCache of one connection: the session that the script gave, and those that the server
// sends. As bytes, a session is the length of its ticket, the ticket, and Go's form of the rest.
type session struct {
	h      *handle
	given  []byte
	latest []byte // the loop's, as is ticket
	ticket []byte
}

// Get gives the script's session.
func (s *session) Get(string) (*tls.ClientSessionState, bool) {
	if len(s.given) < 2 {
		return nil, false
	}
	n := int(binary.BigEndian.Uint16(s.given))
	if len(s.given) < 2+n {
		return nil, false
	}
	state, err := tls.ParseSessionState(s.given[2+n:])
	if err != nil {
		return nil, false
	}
	resumption, err := tls.NewResumptionState(s.given[2:2+n], state)
	return resumption, err == nil
}

// Put tells the script of a session. nil is for one that is of no use any more.
func (s *session) Put(_ string, state *tls.ClientSessionState) {
	if state == nil {
		return
	}
	ticket, rest, err := state.ResumptionState()
	if err != nil || len(ticket) > 1<<16-1 {
		return
	}
	b, err := rest.Bytes()
	if err != nil {
		return
	}
	whole := append(append(binary.BigEndian.AppendUint16(nil, uint16(len(ticket))), ticket...), b...)
	h := s.h
	tell := func() error {
		s.latest, s.ticket = whole, ticket
		if onsession, ok := h.object.Get("onsession").(*goja.Object); ok && !h.closed && jsconv.IsCallable(onsession) {
			jsconv.Invoke(h.w.vm, onsession, h.object, h.w.env.NewBuffer(append([]byte(nil), whole...)))
		}
		return nil
	}
	if h.secure { // it came with data that the loop reads
		_ = tell()
	} else {
		h.w.env.Loop.Post(tell)
	}
}
