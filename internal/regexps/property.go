package regexps

import (
	"strconv"
	"strings"
	"unicode"
)

// property is the set that \p{name} stands for.
func property(name string) (set, bool) {
	if key, value, ok := strings.Cut(name, "="); ok {
		switch key {
		case "General_Category", "gc":
			return category(value)
		case "Script", "sc", "Script_Extensions", "scx":
			return script(value)
		}
		return nil, false
	}
	if s, ok := category(name); ok {
		return s, true
	}
	return binary(name)
}

func category(name string) (set, bool) {
	if long := longCategory(name); long != "" {
		name = long
	}
	switch name {
	case "LC":
		return ofTables(unicode.Lu, unicode.Ll, unicode.Lt), true
	case "Cn":
		return assigned().negated(), true
	case "C":
		return ofTables(unicode.C).union(assigned().negated()), true
	}
	if t := unicode.Categories[name]; t != nil {
		return ofTables(t), true
	}
	return nil, false
}

func assigned() set {
	return ofTables(unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

// longCategory is the short name of a category that is given by its long one.
func longCategory(name string) string {
	const names = " Cased_Letter=LC Close_Punctuation=Pe Connector_Punctuation=Pc Control=Cc cntrl=Cc Currency_Symbol=Sc " +
		"Dash_Punctuation=Pd Decimal_Number=Nd digit=Nd Enclosing_Mark=Me Final_Punctuation=Pf Format=Cf " +
		"Initial_Punctuation=Pi Letter=L Letter_Number=Nl Line_Separator=Zl Lowercase_Letter=Ll Mark=M " +
		"Combining_Mark=M Math_Symbol=Sm Modifier_Letter=Lm Modifier_Symbol=Sk Nonspacing_Mark=Mn Number=N " +
		"Open_Punctuation=Ps Other=C Other_Letter=Lo Other_Number=No Other_Punctuation=Po Other_Symbol=So " +
		"Paragraph_Separator=Zp Private_Use=Co Punctuation=P punct=P Separator=Z Space_Separator=Zs " +
		"Spacing_Mark=Mc Surrogate=Cs Symbol=S Titlecase_Letter=Lt Unassigned=Cn Uppercase_Letter=Lu "
	_, rest, ok := strings.Cut(names, " "+name+"=")
	if !ok || name == "" {
		return ""
	}
	short, _, _ := strings.Cut(rest, " ")
	return short
}

func script(name string) (set, bool) {
	if t := unicode.Scripts[name]; t != nil {
		return ofTables(t), true
	}
	const codes = " Arab=Arabic Armn=Armenian Beng=Bengali Bopo=Bopomofo Cyrl=Cyrillic Deva=Devanagari Ethi=Ethiopic " +
		"Geor=Georgian Grek=Greek Gujr=Gujarati Guru=Gurmukhi Hang=Hangul Hani=Han Hebr=Hebrew Hira=Hiragana " +
		"Kana=Katakana Khmr=Khmer Knda=Kannada Laoo=Lao Latn=Latin Mlym=Malayalam Mong=Mongolian Mymr=Myanmar " +
		"Orya=Oriya Sinh=Sinhala Syrc=Syriac Taml=Tamil Telu=Telugu Thaa=Thaana Tibt=Tibetan Zyyy=Common " +
		"Zinh=Inherited Qaai=Inherited "
	_, rest, ok := strings.Cut(codes, " "+name+"=")
	if !ok || name == "" {
		return nil, false
	}
	long, _, _ := strings.Cut(rest, " ")
	return ofTables(unicode.Scripts[long]), true
}

// binary is the set of a property that characters have or not.
func binary(name string) (set, bool) {
	p := func(name string) *unicode.RangeTable { return unicode.Properties[name] }
	switch name {
	case "Any":
		return set{{0, lastRune}}, true
	case "ASCII":
		return set{{0, 0x7f}}, true
	case "Assigned":
		return assigned(), true
	case "Alphabetic", "Alpha":
		return ofTables(unicode.L, unicode.Nl, p("Other_Alphabetic")), true
	case "Uppercase", "Upper":
		return ofTables(unicode.Lu, p("Other_Uppercase")), true
	case "Lowercase", "Lower":
		return ofTables(unicode.Ll, p("Other_Lowercase")), true
	case "Cased":
		return ofTables(unicode.Lu, unicode.Ll, unicode.Lt, p("Other_Uppercase"), p("Other_Lowercase")), true
	case "Math":
		return ofTables(unicode.Sm, p("Other_Math")), true
	case "ID_Start", "IDS", "XID_Start", "XIDS":
		return idStart(), true
	case "ID_Continue", "IDC", "XID_Continue", "XIDC":
		return idStart().union(ofTables(unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, p("Other_ID_Continue"))), true
	case "Default_Ignorable_Code_Point", "DI":
		return ofTables(p("Other_Default_Ignorable_Code_Point"), p("Variation_Selector"), unicode.Cf).
			minus(ofTables(p("White_Space"), p("Prepended_Concatenation_Mark"))).minus(set{{0xfff9, 0xfffb}, {0x13430, 0x13440}}), true
	case "space":
		name = "White_Space"
	case "AHex":
		name = "ASCII_Hex_Digit"
	case "Hex":
		name = "Hex_Digit"
	case "RI":
		name = "Regional_Indicator"
	case "Ideo":
		name = "Ideographic"
	case "Dia":
		name = "Diacritic"
	case "Pat_Syn":
		name = "Pattern_Syntax"
	case "Pat_WS":
		name = "Pattern_White_Space"
	case "VS":
		name = "Variation_Selector"
	case "QMark":
		name = "Quotation_Mark"
	case "EPres":
		name = "Emoji_Presentation"
	case "EMod":
		name = "Emoji_Modifier"
	case "EBase":
		name = "Emoji_Modifier_Base"
	case "EComp":
		name = "Emoji_Component"
	case "ExtPict":
		name = "Extended_Pictographic"
	}
	if spans := emojiSpans(name); spans != "" {
		return parseSpans(spans), true
	}
	if strings.HasPrefix(name, "Other_") {
		return nil, false
	}
	if t := unicode.Properties[name]; t != nil {
		return ofTables(t), true
	}
	return nil, false
}

func idStart() set {
	return ofTables(unicode.L, unicode.Nl, unicode.Properties["Other_ID_Start"]).
		minus(ofTables(unicode.Properties["Pattern_Syntax"], unicode.Properties["Pattern_White_Space"]))
}

// parseSpans reads a list of gaps and lengths in base 36.
func parseSpans(text string) (s set) {
	at := rune(0)
	fields := strings.Fields(text)
	for i := 0; i+1 < len(fields); i += 2 {
		gap, _ := strconv.ParseInt(fields[i], 36, 32)
		length, _ := strconv.ParseInt(fields[i+1], 36, 32)
		lo := at + rune(gap)
		at = lo + rune(length)
		s = append(s, span{lo, at})
	}
	return s
}
