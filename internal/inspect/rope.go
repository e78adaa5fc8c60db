package inspect

import "strings"

// text is something printed: one piece, or several one after the other. An outer level does not copy what the inner ones
// have printed, which would take the square of the time for a deep structure.
type text struct {
	piece  string
	pieces []text // in place of piece
	size   int    // bytes
	lines  bool   // whether there is a newline in it
}

func leaf(s string) text {
	return text{piece: s, size: len(s), lines: strings.IndexByte(s, '\n') >= 0}
}

func leaves(list ...string) []text {
	out := make([]text, len(list))
	for i, s := range list {
		out[i] = leaf(s)
	}
	return out
}

func cat(pieces ...text) text {
	t := text{pieces: pieces}
	for _, p := range pieces {
		t.size += p.size
		t.lines = t.lines || p.lines
	}
	return t
}

// before is s followed by t.
func (t text) before(s string) text {
	const small = 256
	if t.pieces == nil && t.size < small {
		return text{piece: s + t.piece, size: len(s) + t.size, lines: t.lines || strings.IndexByte(s, '\n') >= 0}
	}
	return cat(leaf(s), t)
}

func (t text) multiline() bool { return t.lines }

func (t text) String() string {
	if t.pieces == nil {
		return t.piece
	}
	var b strings.Builder
	b.Grow(t.size)
	t.write(&b)
	return b.String()
}

func (t text) write(b *strings.Builder) {
	b.WriteString(t.piece)
	for _, p := range t.pieces {
		p.write(b)
	}
}
