package glob

import (
	"strconv"
	"strings"
)

// Braces expands {a,b} and {1..9} in a pattern, as a shell does. A pattern that
// stands for too many is cut off at a limit.
func Braces(pattern string) []string {
	open, parts, end := group(pattern)
	if open < 0 {
		return []string{pattern}
	}
	head, tails := pattern[:open], Braces(pattern[end+1:])
	var out []string
	for _, p := range parts {
		for _, middle := range Braces(p) {
			for _, tail := range tails {
				if len(out) >= maxBraces {
					return out
				}
				out = append(out, head+middle+tail)
			}
		}
	}
	return out
}

// group finds the first {...} that stands for something.
func group(s string) (open int, parts []string, end int) {
	for open = 0; open < len(s); open++ {
		if s[open] != '{' || open > 0 && s[open-1] == '$' {
			continue
		}
		if parts, end = alternatives(s, open); parts != nil {
			return open, parts, end
		}
	}
	return -1, nil, 0
}

// alternatives reads a group that begins at s[open]. parts is nil if it is none.
func alternatives(s string, open int) (parts []string, end int) {
	depth, start := 0, open+1
	for i := open; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case ',':
			if depth == 1 {
				parts = append(parts, s[start:i])
				start = i + 1
			}
		case '}':
			if depth--; depth == 0 {
				if parts == nil {
					return sequence(s[open+1 : i]), i
				}
				return append(parts, s[start:i]), i
			}
		}
	}
	return nil, 0
}

// sequence expands 1..9, 9..1, 01..10, a..e, each with an optional step.
func sequence(s string) []string {
	f := strings.Split(s, "..")
	if len(f) != 2 && len(f) != 3 {
		return nil
	}
	step := 1
	if len(f) == 3 {
		n, err := strconv.Atoi(f[2])
		if err != nil {
			return nil
		}
		step = max(1, max(n, -n))
	}
	from, err1 := strconv.Atoi(f[0])
	to, err2 := strconv.Atoi(f[1])
	text := strconv.Itoa
	switch {
	case err1 == nil && err2 == nil:
		if width := max(len(f[0]), len(f[1])); padded(f[0]) || padded(f[1]) {
			text = func(n int) string {
				s := strconv.Itoa(max(n, -n))
				pad := strings.Repeat("0", max(0, width-len(s)))
				if n < 0 {
					return "-" + strings.TrimPrefix(pad, "0") + s
				}
				return pad + s
			}
		}
	case len(f[0]) == 1 && len(f[1]) == 1:
		from, to = int(f[0][0]), int(f[1][0])
		text = func(n int) string { return string(rune(n)) }
	default:
		return nil
	}
	var out []string
	if from <= to {
		for n := from; n <= to && len(out) < maxBraces; n += step {
			out = append(out, text(n))
		}
	} else {
		for n := from; n >= to && len(out) < maxBraces; n -= step {
			out = append(out, text(n))
		}
	}
	return out
}

func padded(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return len(s) > 1 && s[0] == '0'
}
