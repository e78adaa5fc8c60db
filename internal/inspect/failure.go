package inspect

import (
	"math"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
)

// isError tells whether o is an error, or an object that inherits from Error.prototype.
func (p *printer) isError(o *goja.Object) bool {
	if kind.Of(o) == kind.Error {
		return true
	}
	errors := p.intrinsics().errs
	for at := o.Prototype(); at != nil; at = at.Prototype() {
		if at == errors {
			return true
		}
	}
	return false
}

// failure is an error's stack, or its name and message in brackets where it has none, and it settles which of its
// properties are still to be printed.
func (s *subject) failure() string {
	stack, ok := s.stack(s.o)
	if !ok {
		return s.objectString()
	}
	message, readable := s.read("message")
	if !s.ShowHidden {
		if readable {
			s.hideKey("message", message, stack)
		}
		if name, readable := s.read("name"); readable {
			s.hideKey("name", name, stack)
		}
		s.keys = slices.DeleteFunc(s.keys, func(k key) bool { return k == key{name: "stack"} })
	}
	in := s.intrinsics()
	if _, own := in.own(s.o, key{name: "cause"}); own {
		s.addKey("cause")
	}
	if d, own := in.own(s.o, key{name: "errors"}); own {
		if list, ok := d.value.(*goja.Object); ok && kind.Of(list) == kind.Array {
			s.addKey("errors")
		}
	}
	stack = s.improve(stack)
	at := 0
	if readable && message != nil && message.ToBoolean() {
		text := Text(message)
		if i := strings.Index(stack, text); i > 0 {
			at = i + len(text)
		}
	}
	start := strings.Index(stack[at:], "\n    at")
	if start < 0 {
		stack = "[" + stack + "]"
	} else {
		start += at
		frames := s.frames(strings.Split(stack[start+1:], "\n"))
		if s.Colors {
			s.colourFrames(frames)
		}
		stack = stack[:start] + "\n" + strings.Join(frames, "\n")
	}
	if s.indent != 0 {
		stack = strings.ReplaceAll(stack, "\n", s.newline(0))
	}
	return stack
}

// read gets a property of the error; it is not readable where that throws.
func (s *subject) read(name string) (v goja.Value, readable bool) {
	thrown := s.attempt(func() { v = s.o.Get(name) })
	return v, thrown == nil
}

func (s *subject) objectString() string {
	toString, _ := goja.AssertFunction(s.vm.Get("Object").(*goja.Object).Get("prototype").(*goja.Object).Get("toString"))
	return Text(must(toString(s.o)))
}

// hideKey leaves out an own property whose value the stack says already.
func (s *subject) hideKey(name string, value goja.Value, stack string) {
	if value != nil && goja.IsString(value) && !strings.Contains(stack, Text(value)) {
		return
	}
	s.keys = slices.DeleteFunc(s.keys, func(k key) bool { return k == key{name: name} })
}

func (s *subject) addKey(name string) {
	if !slices.Contains(s.keys, key{name: name}) {
		s.keys = append(s.keys, key{name: name})
	}
}

// stack is the text of err's stack property, or else "name: message". It fails where a getter throws.
func (p *printer) stack(err *goja.Object) (stack string, ok bool) {
	if p.Settle != nil {
		p.Settle(p.vm, err)
	}
	indent, seen := p.indent, len(p.seen)
	thrown := p.attempt(func() {
		v := err.Get("stack")
		if v == nil || !v.ToBoolean() {
			stack = p.headline(err)
			return
		}
		if goja.IsString(v) {
			stack = Text(v)
			return
		}
		p.seen = append(p.seen, err)
		p.indent += 4
		stack = p.headline(err) + "\n    " + p.value(v, math.NaN(), false).String()
	})
	p.indent, p.seen = indent, p.seen[:seen]
	return stack, thrown == nil
}

func (p *printer) headline(err *goja.Object) string {
	return Text(p.intrinsics().method("Error", "toString", err))
}

// improve completes the first line of the stack by what it does not say of the error: the constructor's name, a tag, a
// missing prototype.
func (s *subject) improve(stack string) string {
	name := "Error"
	if v, readable := s.read("name"); readable && v != nil && !goja.IsUndefined(v) && !goja.IsNull(v) {
		if !goja.IsString(v) {
			if text := s.stringOf(v); text != "" {
				prefix := strings.TrimSuffix(s.prefix("Error", ""), " ")
				stack = strings.Replace(stack, text, text+" ["+prefix+"]", 1)
			}
			return stack
		}
		name = Text(v)
	}
	n := len(name)
	if s.name.known && !(strings.HasSuffix(name, "Error") && strings.HasPrefix(stack, name) &&
		(len(stack) == n || stack[n] == ':' || stack[n] == '\n')) {
		return stack
	}
	fallback := "Error"
	if !s.name.known {
		start := leadingName(stack)
		n = len(start)
		if start != "" {
			fallback = start
		}
	}
	prefix := strings.TrimSuffix(s.prefix(fallback, ""), " ")
	switch {
	case prefix == name:
	case strings.Contains(prefix, name):
		if n == 0 {
			return prefix + ": " + stack
		}
		return prefix + stack[n:]
	default:
		return prefix + " [" + name + "]" + stack[n:]
	}
	return stack
}

func (s *subject) stringOf(v goja.Value) (text string) {
	s.attempt(func() {
		if sym, ok := v.(*goja.Symbol); ok {
			text = symbolText(sym)
			return
		}
		text = Text(v)
	})
	return text
}

// leadingName is the error name that a stack begins with: up to a colon, or to the end of a line that frames follow.
func leadingName(stack string) string {
	i := 0
	for i < len(stack) && (isAlnum(stack[i]) || strings.IndexByte("_ []()-", stack[i]) >= 0) {
		i++
	}
	if i > 1 && stack[0] >= 'A' && stack[0] <= 'Z' {
		rest := stack[i:]
		if strings.HasPrefix(rest, ":") {
			return stack[:i]
		}
		if after, ok := strings.CutPrefix(rest, "\n"); ok && strings.HasPrefix(strings.TrimLeft(after, " \t\n\r"), "at") &&
			strings.TrimLeft(after, " \t\n\r") != after {
			return stack[:i]
		}
	}
	if strings.HasSuffix(stack, "Error") {
		for i = 0; i < len(stack) && (isAlnum(stack[i]) || stack[i] == '_' || stack[i] == '-'); i++ {
		}
		if i == len(stack) {
			return stack
		}
	}
	return ""
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// frames shortens a stack: frames that the cause's stack ends with too, and frames of recursion, are only counted.
func (s *subject) frames(frames []string) []string {
	if cause, readable := s.read("cause"); readable {
		if c, ok := cause.(*goja.Object); ok && s.isError(c) {
			if stack, ok := s.stack(c); ok {
				if at := strings.Index(stack, "\n    at"); at >= 0 {
					n, start := sharedFrames(frames, strings.Split(stack[at+1:], "\n"))
					if n > 3 {
						text := "    ... " + strconv.Itoa(n-2) + " lines matching cause stack trace ..."
						frames = slices.Replace(frames, start+1, start+n-1, s.styled(text, styleUndefined))
					}
				}
			}
		}
	}
	if len(frames) <= 10 {
		return frames
	}
	repeats := repeatedFrames(frames)
	for i := len(repeats) - 1; i >= 0; i-- {
		r := repeats[i]
		text := "    ... collapsed " + strconv.Itoa(r.size*r.times) + " duplicate lines matching above "
		if r.times > 1 {
			text += strconv.Itoa(r.size) + " lines " + strconv.Itoa(r.times) + " times..."
		} else {
			text += "lines ..."
		}
		frames = slices.Replace(frames, r.start, r.start+r.size*r.times, s.styled(text, styleUndefined))
	}
	return frames
}

// sharedFrames finds the first run of more than three frames that are also in cause, and where it starts.
func sharedFrames(frames, cause []string) (n, start int) {
	for i := 0; i < len(frames)-3; i++ {
		at := slices.Index(cause, frames[i])
		if at < 0 || len(cause)-at <= 3 {
			continue
		}
		n := 1
		for i+n < len(frames) && at+n < len(cause) && frames[i+n] == cause[at+n] {
			n++
		}
		if n > 3 {
			return n, i
		}
	}
	return 0, 0
}

// repeat says that size frames, right before start, occur again that many times.
type repeat struct{ start, size, times int }

// repeatedFrames finds what recursion leaves in a stack.
func repeatedFrames(frames []string) (found []repeat) {
	const worthwhile = 3 // lines saved
	where := make(map[string][]int, len(frames))
	for i, f := range frames {
		where[f] = append(where[f], i)
	}
	if len(frames)-len(where) <= worthwhile {
		return nil
	}
	for i := 0; i < len(frames)-worthwhile; i++ {
		same := where[frames[i]]
		later := same[slices.Index(same, i)+1:]
		if len(later) == 0 || later[len(later)-1]-i < worthwhile {
			continue
		}
		best := repeat{}
		for _, size := range periods(i, later) {
			times := 0
			for next := i + size; next+size <= len(frames) && slices.Equal(frames[i:i+size], frames[next:next+size]); next += size {
				times++
			}
			if times > 0 && size*times > best.size*best.times {
				best = repeat{i + size, size, times}
			}
		}
		if best.size*best.times >= worthwhile {
			found = append(found, best)
			i = best.start + best.size*best.times - 1
		}
	}
	return found
}

// periods proposes how many frames the recursion at i may consist of, given where the same frame occurs later: first the
// greatest common divisor of the distances, then those that Euclid's algorithm passes on its way there.
func periods(i int, later []int) []int {
	var passed []int
	divisor := 0
	for _, at := range later {
		distance := at - i
		for distance != 0 {
			if divisor != 0 && !slices.Contains(passed, divisor) {
				passed = append(passed, divisor)
			}
			next := 0
			if divisor != 0 {
				next = divisor % distance
			}
			divisor, distance = distance, next
		}
		if divisor == 1 {
			break
		}
	}
	passed = slices.DeleteFunc(passed, func(n int) bool { return n == divisor })
	slices.Reverse(passed)
	return append([]int{divisor}, passed...)
}

// colourFrames shows frames of Node's own modules and the working directory in grey, names of packages underlined.
func (s *subject) colourFrames(frames []string) {
	dir := ""
	if s.Cwd != nil {
		s.attempt(func() { dir = s.Cwd() })
	}
	for i, line := range frames {
		if strings.HasPrefix(line, "    ...") || strings.IndexByte(line, '\x1b') >= 0 {
			continue
		}
		if name, ok := builtinFrame(line); ok && (s.IsBuiltin == nil || s.IsBuiltin(name)) {
			frames[i] = s.styled(line, styleUndefined)
			continue
		}
		line = s.underlinePackages(line)
		if dir != "" {
			marked, ok := s.greyDirectory(line, dir)
			if !ok {
				u := url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}
				marked, _ = s.greyDirectory(line, u.String())
			}
			line = marked
		}
		frames[i] = line
	}
}

// builtinFrame is the module of a frame "at f (node:module:1:2)".
func builtinFrame(line string) (module string, ok bool) {
	rest, ok := strings.CutPrefix(line, "    at ")
	if !ok {
		return "", false
	}
	if at := strings.LastIndex(rest, " ("); at >= 0 && strings.HasSuffix(rest, ")") {
		rest = rest[at+2 : len(rest)-1]
	}
	rest, ok = strings.CutPrefix(rest, "node:")
	if !ok {
		return "", false
	}
	module, _, ok = strings.Cut(rest, ":")
	return module, ok
}

func (s *subject) underlinePackages(line string) string {
	const dir = "node_modules"
	var b strings.Builder
	for {
		at := strings.Index(line, dir)
		if at < 0 || at+len(dir) >= len(line) || line[at+len(dir)] != '/' && line[at+len(dir)] != '\\' {
			break
		}
		separator := string(line[at+len(dir)])
		at += len(dir) + 1
		name := line[at:]
		end := strings.Index(name, separator)
		if end >= 0 && strings.HasPrefix(name, "@") {
			if next := strings.Index(name[end+1:], separator); next >= 0 {
				end += 1 + next
			} else {
				end = -1
			}
		}
		if end < 0 {
			break
		}
		b.WriteString(line[:at])
		b.WriteString(s.styled(name[:end], styleModule))
		line = name[end:]
	}
	return b.String() + line
}

// greyDirectory shows the directory that a frame's file is in in grey, with the parentheses around.
func (s *subject) greyDirectory(line, dir string) (string, bool) {
	at := strings.Index(line, dir)
	end := at + len(dir)
	if at < 0 || end >= len(line) || line[end] != '/' && line[end] != '\\' {
		return line, false
	}
	end++
	const scheme = "file://"
	if strings.HasSuffix(line[:at], scheme) {
		at -= len(scheme)
	}
	closing := ""
	body := line[end:]
	if at > 0 && line[at-1] == '(' {
		at--
		if b, ok := strings.CutSuffix(body, ")"); ok {
			body, closing = b, s.styled(")", styleUndefined)
		}
	}
	return line[:at] + s.styled(line[at:end], styleUndefined) + body + closing, true
}
