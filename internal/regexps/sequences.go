package regexps

import "strings"

// sequences writes the pattern of a property of strings. There are thousands of emoji sequences, all of a few forms;
// what has one of the forms counts as one.
func sequences(name string) (pattern string, ok bool) {
	class := func(name string) string {
		s, _ := binary(name)
		return s.class()
	}
	const flag = `[\u{1F1E6}-\u{1F1FF}]{2}`
	const tags = `\u{1F3F4}[\u{E0061}-\u{E007A}\u{E0030}-\u{E0039}]+\u{E007F}`
	const keycap = `[0-9#*]\uFE0F\u20E3`
	switch name {
	case "RGI_Emoji_Flag_Sequence":
		return flag, true
	case "RGI_Emoji_Tag_Sequence":
		return "(?:" + tags + ")", true
	case "Emoji_Keycap_Sequence":
		return "(?:" + keycap + ")", true
	case "RGI_Emoji_Modifier_Sequence":
		return "(?:" + class("Emoji_Modifier_Base") + class("Emoji_Modifier") + ")", true
	case "Basic_Emoji":
		return "(?:" + class("Emoji") + `\uFE0F|` + class("Emoji_Presentation") + ")", true
	case "RGI_Emoji", "RGI_Emoji_ZWJ_Sequence":
		one := "(?:" + class("Emoji_Modifier_Base") + class("Emoji_Modifier") + "|" + class("Emoji") + `\uFE0F|` + class("Emoji_Presentation") + ")"
		joined := one + `(?:\u200D(?:` + one + "|" + class("Extended_Pictographic") + "))"
		if name == "RGI_Emoji_ZWJ_Sequence" {
			return "(?:" + joined + "+)", true
		}
		return "(?:" + strings.Join([]string{flag, tags, keycap, joined + "*"}, "|") + ")", true
	}
	return "", false
}
