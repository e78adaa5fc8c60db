package loader

// Request is a module that another one asks for.
type Request struct {
	Specifier  string
	Attributes [][2]string // with { key: 'value' }
	Pos        int         // where the declaration is, in bytes
}

// Import is a local name for another module's export; "*" is its namespace.
type Import struct {
	Request int // index in Requests
	Name    string
	Local   string
	Pos     int
}

// Reexport is an export of another module's: Name is that module's export, "*" its
// namespace; As is "" for all names (export * from).
type Reexport struct {
	Request  int
	Name, As string
	Pos      int
}

// esScan is what the text of an ES module says before it is parsed. text is the
// source with everything that goja's grammar lacks put into other words of the
// same length, so that all positions stay; the maps say at which offset what was
// replaced.
type esScan struct {
	src       string
	text      []byte
	requests  []Request
	imports   []Import
	reexports []Reexport
	exports   []localExport
	declared  map[int]bool   // export before the declaration at this offset
	defaults  map[int]bool   // `export default x` is now an assignment here
	anonymous map[int]int    // export default function without a name, and where it was
	awaits    map[int]bool   // await is now void
	dynamic   map[int]bool   // import( is now a name and (
	metas     map[int]bool   // import.meta is now a name
	names     map[int]string // any of these words, by its offset
	modules   bool           // syntax that only a module may have
}

type localExport struct {
	name, local string
	pos         int
}

// scanFault is a module declaration that is not well formed.
type scanFault struct {
	pos int
	msg string
}

func (f *scanFault) Error() string { return f.msg }

// scanES finds import, export, import.meta, import() and await.
func scanES(src string) (s *esScan, err error) {
	s = &esScan{src: src, text: []byte(src), declared: map[int]bool{}, defaults: map[int]bool{}, anonymous: map[int]int{},
		awaits: map[int]bool{}, dynamic: map[int]bool{}, metas: map[int]bool{}, names: map[int]string{}}
	defer func() {
		if f, ok := recover().(*scanFault); ok {
			err = f
		} else if f != nil {
			panic(f)
		}
	}()
	t := &tokenizer{src: src}
	for t.next(); t.tok.kind != tokEOF; t.next() {
		if t.tok.kind != tokIdent || t.tok.member {
			continue
		}
		switch t.text() {
		case "await":
			s.awaits[t.tok.start] = true
			s.replace(t.tok.start, "void ", "await")
		case "import":
			s.importAt(t)
		case "export":
			s.exportAt(t)
		}
	}
	return s, nil
}

// replace puts word over the beginning of what is at pos.
func (s *esScan) replace(pos int, word, was string) {
	copy(s.text[pos:], word)
	s.names[pos] = was
}

// blank puts spaces over a range, but for line breaks.
func (s *esScan) blank(from, to int) {
	for i := from; i < to; i++ {
		if c := s.text[i]; c != '\n' && c != '\r' {
			s.text[i] = ' '
		}
	}
}

// drop makes a declaration an empty statement.
func (s *esScan) drop(from, to int) {
	s.blank(from, to)
	s.text[from] = ';'
}

func unexpected(t *tokenizer) {
	msg := "Unexpected token '" + t.text() + "'"
	switch t.tok.kind {
	case tokEOF:
		msg = "Unexpected end of input"
	case tokIdent:
		msg = "Unexpected identifier '" + t.text() + "'"
	case tokString:
		msg = "Unexpected string"
	case tokBad:
		msg = "Invalid or unexpected token"
	}
	panic(&scanFault{t.tok.start, msg})
}

func (s *esScan) importAt(t *tokenizer) {
	start := t.tok.start
	ahead := t.save()
	ahead.next()
	switch {
	case ahead.is("("):
		s.dynamic[start] = true
		s.replace(start, "imp0rt", "import")
		return
	case ahead.is("."):
		dot := ahead.tok.start
		ahead.next()
		if !ahead.is("meta") {
			panic(&scanFault{dot, "Cannot use import statement outside a module"})
		}
		s.blank(start, ahead.tok.end)
		s.metas[start] = true
		s.replace(start, "i", "import.meta")
		s.modules = true
		*t = ahead
		return
	case ahead.tok.kind == tokString, ahead.is("{"), ahead.is("*"), ahead.tok.kind == tokIdent && !ahead.is("in") && !ahead.is("instanceof"):
	default:
		return // a property of this name
	}
	if t.depth() > 0 {
		panic(&scanFault{start, "Cannot use import statement outside a module"})
	}
	s.modules = true
	first := len(s.imports)
	request := len(s.requests)
	t.next()
	if t.tok.kind != tokString {
		s.clause(t, request)
		if !t.is("from") {
			unexpected(t)
		}
		t.next()
	}
	end := s.from(t, start)
	for i := first; i < len(s.imports); i++ {
		s.imports[i].Request = request
	}
	s.drop(start, end)
}

// clause reads what stands between import and from.
func (s *esScan) clause(t *tokenizer, request int) {
	if t.tok.kind == tokIdent {
		s.imports = append(s.imports, Import{request, "default", t.text(), t.tok.start})
		t.next()
		if !t.is(",") {
			return
		}
		t.next()
	}
	switch {
	case t.is("*"):
		t.next()
		if !t.is("as") {
			unexpected(t)
		}
		t.next()
		s.imports = append(s.imports, Import{request, "*", s.ident(t), t.tok.start})
		t.next()
	case t.is("{"):
		s.list(t, func(name string, pos int, as string, quoted bool) {
			if quoted && as == "" {
				unexpected(t)
			}
			if as == "" {
				as = name
			}
			s.imports = append(s.imports, Import{request, name, as, pos})
		}, true)
	default:
		unexpected(t)
	}
}

func (s *esScan) ident(t *tokenizer) string {
	if t.tok.kind != tokIdent {
		unexpected(t)
	}
	return t.text()
}

// list reads { a, b as c, ... } and calls each; t is then after it. With local,
// what follows `as` is a name and no string.
func (s *esScan) list(t *tokenizer, each func(name string, pos int, as string, quoted bool), local bool) {
	for t.next(); !t.is("}"); {
		pos := t.tok.start
		name, quoted := s.exportName(t)
		t.next()
		as := ""
		if t.tok.kind == tokIdent && t.is("as") {
			t.next()
			if local {
				as = s.ident(t)
			} else {
				as, _ = s.exportName(t)
			}
			t.next()
		}
		each(name, pos, as, quoted)
		if t.is(",") {
			t.next()
		} else if !t.is("}") {
			unexpected(t)
		}
	}
	t.next()
}

func (s *esScan) exportName(t *tokenizer) (name string, quoted bool) {
	if t.tok.kind == tokString {
		return unquote(t.text()), true
	}
	return s.ident(t), false
}

// from reads the specifier at t, its attributes and a semicolon; it returns the
// end, where t then is.
func (s *esScan) from(t *tokenizer, start int) int {
	if t.tok.kind != tokString {
		unexpected(t)
	}
	r := Request{Specifier: unquote(t.text()), Pos: start}
	end := t.tok.end
	ahead := t.save()
	ahead.next()
	if ahead.is("with") {
		*t = ahead
		if t.next(); !t.is("{") {
			unexpected(t)
		}
		for t.next(); !t.is("}"); {
			key, _ := s.exportName(t)
			if t.next(); !t.is(":") {
				unexpected(t)
			}
			if t.next(); t.tok.kind != tokString {
				unexpected(t)
			}
			r.Attributes = append(r.Attributes, [2]string{key, unquote(t.text())})
			t.next()
			if t.is(",") {
				t.next()
			} else if !t.is("}") {
				unexpected(t)
			}
		}
		end = t.tok.end
		ahead = t.save()
		ahead.next()
	}
	s.requests = append(s.requests, r)
	switch {
	case ahead.is(";"):
		end = ahead.tok.end
	case ahead.tok.kind != tokEOF && !ahead.lines:
		unexpected(&ahead)
	}
	t.pos, t.tok = end, lexeme{} // what follows begins a statement
	return end
}

func (s *esScan) exportAt(t *tokenizer) {
	start := t.tok.start
	ahead := t.save()
	ahead.next()
	word := ""
	if ahead.tok.kind == tokIdent {
		word = ahead.text()
	}
	switch word {
	case "var", "let", "const", "class", "function", "async", "default":
	default:
		if !ahead.is("{") && !ahead.is("*") {
			return // a property of this name
		}
	}
	if t.depth() > 0 {
		panic(&scanFault{start, "Unexpected token 'export'"})
	}
	s.modules = true
	switch {
	case word == "default":
		*t = ahead
		s.exportDefault(t, start)
	case word != "":
		s.declared[ahead.tok.start] = true
		s.drop(start, start+len("export"))
	default:
		*t = ahead
		s.exportList(t, start)
	}
}

func (s *esScan) exportList(t *tokenizer, start int) {
	request := len(s.requests)
	if t.is("*") {
		r := Reexport{Request: request, Name: "*", Pos: t.tok.start}
		t.next()
		if t.is("as") {
			t.next()
			r.As, _ = s.exportName(t)
			t.next()
		}
		if !t.is("from") {
			unexpected(t)
		}
		t.next()
		s.reexports = append(s.reexports, r)
		s.drop(start, s.from(t, start))
		return
	}
	type item struct {
		name, as string
		pos      int
		quoted   bool
	}
	var items []item
	s.list(t, func(name string, pos int, as string, quoted bool) {
		if as == "" {
			as = name
		}
		items = append(items, item{name, as, pos, quoted})
	}, false)
	if t.tok.kind == tokIdent && t.is("from") {
		t.next()
		for _, i := range items {
			s.reexports = append(s.reexports, Reexport{request, i.name, i.as, i.pos})
		}
		s.drop(start, s.from(t, start))
		return
	}
	for _, i := range items {
		if i.quoted {
			panic(&scanFault{i.pos, "Unexpected string"})
		}
		s.exports = append(s.exports, localExport{i.as, i.name, i.pos})
	}
	// t is one token ahead: what it is must be read again.
	end := t.prev.end
	if t.is(";") {
		end = t.tok.end
	}
	s.drop(start, end)
	*t = tokenizer{src: t.src, pos: end}
}

// exportDefault handles what follows `export default`; t is at default.
func (s *esScan) exportDefault(t *tokenizer, start int) {
	end := t.tok.end
	ahead := t.save()
	ahead.next()
	first := ahead.tok.start
	word := ahead.text()
	async := ahead.tok.kind == tokIdent && word == "async"
	if async {
		ahead.next()
		if ahead.lines {
			word = ""
		} else {
			word = ahead.text()
		}
	}
	switch {
	case ahead.tok.kind == tokIdent && word == "function":
		last := ahead.tok.end
		star := ""
		ahead.next()
		if ahead.is("*") {
			star, last = "*", ahead.tok.end
			ahead.next()
		}
		if ahead.tok.kind == tokIdent {
			s.declare("default", ahead.text(), start)
			s.drop(start, end)
			return
		}
		// There is room for a name, where `export default` was.
		s.drop(start, last)
		at := start + 1
		if async {
			copy(s.text[at:], "async ")
			at += len("async ")
		}
		copy(s.text[at:], "function"+star+" a")
		s.anonymous[start+1] = first
		s.declare("default", "default", start)
		t.pos, t.tok = last, lexeme{}
		return
	case ahead.tok.kind == tokIdent && word == "class" && !async:
		ahead.next()
		if ahead.tok.kind == tokIdent && !ahead.is("extends") {
			s.declare("default", ahead.text(), start)
			s.drop(start, end)
			return
		}
	}
	s.blank(start, end)
	s.text[start], s.text[end-1] = 'a', '='
	s.defaults[start] = true
	s.declare("default", "default", start)
}

func (s *esScan) declare(name, local string, pos int) {
	s.exports = append(s.exports, localExport{name, local, pos})
}
