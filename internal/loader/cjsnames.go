package loader

import (
	"strings"
	"unicode/utf8"
)

// CommonNames is what the text of a CommonJS module says about its exports, for
// those who import it: what it can say without being run.
type CommonNames struct {
	Names     []string
	Reexports []string // specifiers of modules whose exports are exported, too
}

// FindNames looks for the ways in which compilers and people write exports:
// exports.x = , module.exports = { x, y: z }, Object.defineProperty(exports, 'x', ...),
// module.exports = require('x'), __exportStar(require('x')), and the loop over
// Object.keys(_x) that Babel writes.
func FindNames(src string) CommonNames {
	f := &nameFinder{tokenizer: tokenizer{src: src}, seen: map[string]bool{}, required: map[string]string{}}
	for f.next(); f.tok.kind != tokEOF; {
		if f.tok.kind != tokIdent || f.tok.member && !f.is("exports") && !f.is("__exportStar") && !f.is("__export") {
			f.next()
			continue
		}
		switch f.text() {
		case "exports":
			if f.tok.member {
				f.next()
			} else {
				f.member()
			}
		case "module":
			f.module()
		case "Object":
			f.object()
		case "__export", "__exportStar":
			f.star()
		case "var", "let", "const":
			f.variable()
		default:
			f.next()
		}
	}
	return f.CommonNames
}

type nameFinder struct {
	tokenizer
	CommonNames
	seen     map[string]bool
	required map[string]string // variable -> specifier
}

func (f *nameFinder) name(s string) {
	if !f.seen[s] && !strings.ContainsRune(s, utf8.RuneError) { // a half of a surrogate pair is no name
		f.seen[s] = true
		f.Names = append(f.Names, s)
	}
}

// eat goes past a token of this text.
func (f *nameFinder) eat(s string) bool {
	if f.tok.kind == tokEOF || !f.is(s) {
		return false
	}
	f.next()
	return true
}

// member is at exports: .x = or ['x'] =.
func (f *nameFinder) member() {
	f.next()
	name := ""
	switch {
	case f.eat("."):
		if f.tok.kind != tokIdent {
			return
		}
		name = f.text()
		f.next()
	case f.eat("["):
		if f.tok.kind != tokString {
			return
		}
		name = unquote(f.text())
		f.next()
		if !f.eat("]") {
			return
		}
	default:
		return
	}
	if f.assigned() {
		f.name(name)
	}
}

// assigned goes past a = that is neither == nor =>.
func (f *nameFinder) assigned() bool {
	if !f.is("=") || f.tok.end < len(f.src) && f.src[f.tok.end] == '=' {
		return false
	}
	f.next()
	return true
}

// module is at module: .exports.x = or .exports = something.
func (f *nameFinder) module() {
	f.next()
	if !f.eat(".") || !f.is("exports") {
		return
	}
	ahead := f.save()
	ahead.next()
	if ahead.is(".") || ahead.is("[") {
		f.member()
		return
	}
	f.next()
	if !f.assigned() {
		return
	}
	f.Reexports = nil
	switch {
	case f.is("{"):
		f.literal()
	case f.is("require"):
		f.require()
	}
}

// require reads require('x') and notes x.
func (f *nameFinder) require() {
	if s, ok := f.specifier(); ok {
		f.Reexports = append(f.Reexports, s)
	}
}

func (f *nameFinder) specifier() (string, bool) {
	if !f.eat("require") || !f.eat("(") || f.tok.kind != tokString {
		return "", false
	}
	s := unquote(f.text())
	f.next()
	return s, f.eat(")")
}

// literal reads the keys of an object literal as far as they are plain.
func (f *nameFinder) literal() {
	f.next()
	for f.tok.kind != tokEOF && !f.is("}") {
		switch f.tok.kind {
		case tokIdent, tokString:
			name := f.text()
			if f.tok.kind == tokString {
				name = unquote(name)
			}
			f.next()
			if f.is("(") {
				return // a method
			}
			if f.eat(":") {
				if f.tok.kind != tokIdent {
					return
				}
				f.name(name)
				f.next()
			} else {
				if !f.is(",") && !f.is("}") {
					return
				}
				f.name(name)
			}
			if !f.is(",") && !f.is("}") {
				return
			}
		default:
			if !f.eat("...") || !f.is("require") {
				return
			}
			f.require()
		}
		if !f.eat(",") {
			return
		}
	}
}

// exportsObject goes past exports or module.exports.
func (f *nameFinder) exportsObject() bool {
	if f.eat("exports") {
		return true
	}
	return f.eat("module") && f.eat(".") && f.eat("exports")
}

// object is at Object: .defineProperty(exports, 'x', ...) or Babel's
// .keys(_x).forEach(...).
func (f *nameFinder) object() {
	f.next()
	if !f.eat(".") {
		return
	}
	switch {
	case f.eat("defineProperty"):
		if !f.eat("(") || !f.exportsObject() || !f.eat(",") || f.tok.kind != tokString {
			return
		}
		name := unquote(f.text())
		f.next()
		if !f.eat(",") || !f.eat("{") {
			return
		}
		if f.eat("enumerable") && !(f.eat(":") && (f.eat("true") || f.eat("!") && f.eat("0")) && f.eat(",")) {
			return
		}
		if f.is("value") || f.eat("get") && f.getter() {
			f.name(name)
		}
	case f.eat("keys"):
		if !f.eat("(") || f.tok.kind != tokIdent {
			return
		}
		spec, ok := f.required[f.text()]
		f.next()
		if !ok || !f.eat(")") || !f.eat(".") || !f.eat("forEach") || !f.eat("(") {
			return
		}
		if f.copies() {
			f.Reexports = append(f.Reexports, spec)
		}
	}
}

// getter is behind get, and reads the rest of a descriptor whose getter returns a variable or a member of one. Others are no
// names of exports in Node, either.
func (f *nameFinder) getter() bool {
	if f.eat(":") {
		if !f.eat("function") {
			return false
		}
		if f.tok.kind == tokIdent { // its name
			f.next()
		}
	}
	if !f.eat("(") || !f.eat(")") || !f.eat("{") || !f.eat("return") || f.tok.kind != tokIdent {
		return false
	}
	f.next()
	switch {
	case f.eat("."):
		if f.tok.kind != tokIdent {
			return false
		}
		f.next()
	case f.eat("["):
		if f.tok.kind != tokString {
			return false
		}
		f.next()
		if !f.eat("]") {
			return false
		}
	}
	f.eat(";")
	if !f.eat("}") {
		return false
	}
	f.eat(",")
	return f.eat("}") && f.is(")")
}

// copies reads a function's body that copies a property to exports.
func (f *nameFinder) copies() bool {
	found := false
	for depth := f.depth(); f.tok.kind != tokEOF && f.depth() >= depth; f.next() {
		if f.tok.kind == tokIdent && f.is("exports") {
			ahead := f.save()
			ahead.next()
			if ahead.is("[") || ahead.is(",") {
				found = true
			}
		}
	}
	return found
}

// star is at __exportStar or __export: (require('x')...
func (f *nameFinder) star() {
	f.next()
	if !f.eat("(") {
		return
	}
	if f.is("require") {
		f.require()
		return
	}
	if f.tok.kind == tokIdent {
		if spec, ok := f.required[f.text()]; ok {
			f.Reexports = append(f.Reexports, spec)
		}
	}
}

// variable is at var, let or const: _x = require('x'), plain or within a call of
// one of Babel's functions.
func (f *nameFinder) variable() {
	f.next()
	if f.tok.kind != tokIdent {
		return
	}
	name := f.text()
	f.next()
	if !f.assigned() {
		return
	}
	if f.tok.kind == tokIdent && (f.is("_interopRequireWildcard") || f.is("__importStar")) {
		f.next()
		if !f.eat("(") {
			return
		}
	}
	if f.tok.kind == tokIdent && f.is("require") {
		if s, ok := f.specifier(); ok {
			f.required[name] = s
		}
	}
}
