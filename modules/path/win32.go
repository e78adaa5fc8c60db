package path

import (
	"strings"
	"unicode/utf8"
)

var win32 = flavor{
	sep: `\`, delimiter: ";",
	isSep:      isEitherSep,
	isAbsolute: win32IsAbsolute,
	normalize:  win32Normalize,
	join:       win32Join,
	resolve:    win32Resolve,
	relative:   win32Relative,
	namespaced: win32Namespaced,
	dirname:    win32Dirname,
	parse:      win32Parse,
	nameStart: func(p string) int {
		if hasDrive(p) {
			return 2
		}
		return 0
	},
}

func isEitherSep(c byte) bool { return c == '/' || c == '\\' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func hasDrive(p string) bool { return len(p) >= 2 && isLetter(p[0]) && p[1] == ':' }

func sepAt(p string, i int) bool { return i < len(p) && isEitherSep(p[i]) }

// reserved reports whether name, without its colon, is a device (Windows: CON,
// COM1, ...).
func reserved(name string) bool {
	switch name = strings.ToUpper(name); name {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	rest, ok := strings.CutPrefix(name, "COM")
	if !ok {
		if rest, ok = strings.CutPrefix(name, "LPT"); !ok {
			return false
		}
	}
	switch rest {
	case "1", "2", "3", "4", "5", "6", "7", "8", "9", "\u00b9", "\u00b2", "\u00b3":
		return true
	}
	return false
}

// unc reads \\server\share at the front of p. end is where share ends; ok is
// false unless both parts are there. server may be . or ?.
func unc(p string) (server, share string, end int, ok bool) {
	if !sepAt(p, 0) || !sepAt(p, 1) {
		return "", "", 0, false
	}
	run := func(i int, seps bool) int {
		for i < len(p) && isEitherSep(p[i]) == seps {
			i++
		}
		return i
	}
	a := run(2, false)
	b := run(a, true)
	c := run(b, false)
	if a == 2 || a == len(p) || b == len(p) {
		return "", "", 0, false
	}
	return p[2:a], p[b:c], c, true
}

func isDevice(server string) bool { return server == "." || server == "?" }

func win32IsAbsolute(p string) bool {
	return sepAt(p, 0) || hasDrive(p) && sepAt(p, 2)
}

func win32Normalize(p string) string {
	if p == "" {
		return "."
	}
	if len(p) == 1 {
		if p == "/" {
			return `\`
		}
		return p
	}
	device, rootEnd, abs := "", 0, false
	colon := strings.IndexByte(p, ':')
	if sepAt(p, 0) {
		abs, rootEnd = true, 1
		if server, share, end, ok := unc(p); ok {
			switch {
			case isDevice(server):
				device, rootEnd = `\\`+server, 4
				if colon >= 4 && reserved(p[4:colon]) {
					device = `\\?\` + p[4:colon+1]
					rootEnd = colon + 1
				}
			case end == len(p):
				return `\\` + server + `\` + share + `\`
			default:
				device, rootEnd = `\\`+server+`\`+share, end
			}
		} else if sepAt(p, 1) {
			rootEnd = 0
		}
	} else if hasDrive(p) {
		device, rootEnd = p[:2], 2
		if sepAt(p, 2) {
			abs, rootEnd = true, 3
		}
	} else if colon > 0 && reserved(p[:colon]) {
		device, rootEnd = p[:colon+1], colon+1
	}
	tail := fold(p[rootEnd:], !abs, `\`, isEitherSep)
	if tail == "" && !abs {
		tail = "."
	}
	if tail != "" && isEitherSep(p[len(p)-1]) {
		tail += `\`
	}
	// What was a relative path must not become one on a drive: "a/../C:/x".
	if !abs && device == "" && colon >= 0 {
		if hasDrive(tail) {
			return `.\` + tail
		}
		for i := colon; i < len(p); i++ {
			if p[i] == ':' && (i == len(p)-1 || isEitherSep(p[i+1])) {
				return `.\` + tail
			}
		}
	}
	if colon < 0 {
		colon = len(p) - 1 // Node's own: without a colon it leaves out the last character
	}
	if reserved(p[:colon]) {
		return `.\` + device + tail
	}
	if abs {
		return device + `\` + tail
	}
	return device + tail
}

func win32Join(parts []string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	if len(some) == 0 {
		return "."
	}
	joined := strings.Join(some, `\`)
	// Two separators in front make a UNC path only if the first part has them.
	first := some[0]
	isUNC := len(first) > 2 && sepAt(first, 0) && sepAt(first, 1) && !sepAt(first, 2)
	if !isUNC {
		n := 0
		for sepAt(joined, n) {
			n++
		}
		if n >= 2 {
			joined = `\` + joined[n:]
		}
	}
	for _, s := range strings.Split(joined, `\`) {
		if name, _, ok := strings.Cut(s, ":"); ok && reserved(name) {
			return strings.ReplaceAll(joined, "/", `\`)
		}
	}
	return win32Normalize(joined)
}

// root splits an absolute or drive-relative path for resolve.
func root(p string) (device string, end int, abs bool) {
	switch {
	case sepAt(p, 0):
		if len(p) > 1 && sepAt(p, 1) {
			if server, share, end, ok := unc(p); ok {
				if isDevice(server) {
					return `\\` + server, 4, true
				}
				return `\\` + server + `\` + share, end, true
			}
			return "", 0, true
		}
		return "", 1, true
	case hasDrive(p):
		if sepAt(p, 2) {
			return p[:2], 3, true
		}
		return p[:2], 2, false
	}
	return "", 0, false
}

func win32Resolve(s state, parts []string) string {
	device, tail, abs := "", "", false
	for i := len(parts) - 1; i >= -1; i-- {
		var p string
		switch {
		case i >= 0:
			if p = parts[i]; p == "" {
				continue
			}
		case device == "":
			p = s.cwd()
			if (len(parts) == 0 || len(parts) == 1 && (parts[0] == "" || parts[0] == ".")) && sepAt(p, 0) {
				return strings.ReplaceAll(p, "/", `\`)
			}
		default:
			if p = s.drive(device); p == "" {
				p = s.cwd()
			}
			if len(p) > 2 && !strings.EqualFold(p[:2], device) && p[2] == '\\' {
				p = device + `\`
			}
		}
		d, end, a := root(p)
		if d != "" {
			if device == "" {
				device = d
			} else if !strings.EqualFold(d, device) {
				continue // another drive
			}
		}
		if abs {
			if device != "" {
				break
			}
			continue
		}
		tail = p[end:] + `\` + tail
		abs = a
		if abs && device != "" {
			break
		}
	}
	tail = fold(tail, !abs, `\`, isEitherSep)
	switch {
	case abs:
		return device + `\` + tail
	case device+tail == "":
		return "."
	}
	return device + tail
}

func win32Relative(s state, from, to string) string {
	if from == to {
		return ""
	}
	from, to = win32Resolve(s, []string{from}), win32Resolve(s, []string{to})
	if from == to || lower(from) == lower(to) {
		return ""
	}
	a, b := strings.Trim(from, `\`), strings.Trim(to, `\`)
	as, bs := segments(a, '\\'), segments(b, '\\')
	if len(as) > 0 && len(bs) > 0 && lower(as[0]) != lower(bs[0]) {
		return to // nothing in common, not even the drive
	}
	if len(as) == 0 || len(bs) == 0 {
		if len(as) == 0 && len(bs) > 0 {
			return b
		}
	}
	return between(as, bs, `\`, func(a, b string) bool { return lower(a) == lower(b) })
}

// lower is JavaScript's toLowerCase, which differs from Go's for one letter.
func lower(s string) string { return strings.ToLower(strings.ReplaceAll(s, "\u0130", "i\u0307")) }

func win32Namespaced(s state, p string) string {
	if p == "" {
		return p
	}
	r := win32Resolve(s, []string{p})
	switch {
	case utf8.RuneCountInString(r) <= 2:
		return p
	case strings.HasPrefix(r, `\\`):
		if r[2] != '?' && r[2] != '.' {
			return `\\?\UNC\` + r[2:]
		}
	case hasDrive(r) && r[2] == '\\':
		return `\\?\` + r
	}
	return r
}

func win32Dirname(p string) string {
	switch {
	case p == "":
		return "."
	case len(p) == 1:
		if isEitherSep(p[0]) {
			return p
		}
		return "."
	}
	rootEnd, from := -1, 0
	if sepAt(p, 0) {
		rootEnd, from = 1, 1
		if _, _, end, ok := unc(p); ok {
			if end == len(p) {
				return p
			}
			rootEnd, from = end+1, end+1
		}
	} else if hasDrive(p) {
		rootEnd = 2
		if sepAt(p, 2) {
			rootEnd = 3
		}
		from = rootEnd
	}
	end, name := -1, false
	for i := len(p) - 1; i >= from; i-- {
		if !isEitherSep(p[i]) {
			name = true
		} else if name {
			end = i
			break
		}
	}
	switch {
	case end >= 0:
		return p[:end]
	case rootEnd >= 0:
		return p[:rootEnd]
	}
	return "."
}

func win32Parse(p string) parsed {
	var r parsed
	rootEnd := 0
	if sepAt(p, 0) {
		rootEnd = 1
		if _, _, end, ok := unc(p); ok {
			rootEnd = min(end+1, len(p))
		}
	} else if hasDrive(p) {
		rootEnd = 2
		if sepAt(p, 2) {
			rootEnd = 3
		}
	}
	r.root = p[:rootEnd]
	start, end := last(p, rootEnd, isEitherSep)
	r.base = p[start:end]
	r.name, r.ext = splitExt(r.base)
	if r.dir = r.root; r.base != "" && start > rootEnd {
		r.dir = p[:start-1]
	}
	return r
}
