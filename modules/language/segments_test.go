package language

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSegments(t *testing.T) {
	for _, c := range []struct {
		granularity, text string
		want              []string
	}{
		{"grapheme", "añ e\u0301\r\n!", []string{"a", "ñ", " ", "e\u0301", "\r\n", "!"}},
		{"grapheme", "👨‍👩‍👧👍🏽🇩🇪🇫🇷🇯", []string{"👨‍👩‍👧", "👍🏽", "🇩🇪", "🇫🇷", "🇯"}},
		{"grapheme", "한글\u1112\u1161\u11ab", []string{"한", "글", "\u1112\u1161\u11ab"}},
		{"word", "It's 3.14, ok", []string{"It's", " ", "3.14", ",", " ", "ok"}},
		{"word", "a  b_c 漢字", []string{"a", "  ", "b_c", " ", "漢", "字"}},
		{"sentence", "One. Two? e.g. this! End", []string{"One. ", "Two? e.g. this! ", "End"}},
		{"sentence", "a\nb", []string{"a\n", "b"}},
		{"grapheme", "", nil},
	} {
		assert.Equal(t, c.want, segments(c.text, c.granularity), c.text)
	}
}

func FuzzSegments(f *testing.F) {
	f.Add("a\u0301 👍🏽.b'c", "word")
	f.Fuzz(func(t *testing.T, text, granularity string) {
		assert.Equal(t, text, strings.Join(segments(text, granularity), ""))
	})
}
