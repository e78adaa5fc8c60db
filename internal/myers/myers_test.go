package myers_test

import (
	"strings"
	"testing"

	"github.com/gojs-run/gojs/internal/myers"
	"github.com/stretchr/testify/assert"
)

func diff(a, e string) string {
	var b strings.Builder
	split := func(s string) []string {
		if s == "" {
			return nil
		}
		return strings.Split(s, "")
	}
	same := func(x, y string) bool { return x == y }
	for _, edit := range myers.Diff(split(a), split(e), same, func(x, _ string) string { return x }) {
		b.WriteString(map[myers.Op]string{myers.Delete: "-", myers.Keep: "", myers.Insert: "+"}[edit.Op] + edit.Line)
	}
	return b.String()
}

// What util.diff of node gives.
func TestDiff(t *testing.T) {
	for _, c := range [][3]string{
		{"", "", ""},
		{"a", "", "+a"},
		{"", "a", "-a"},
		{"abc", "abc", "abc"},
		{"a", "b", "+a-b"},
		{"12345678", "12!!5!7!", "12+3+4-!-!5+6-!7+8-!"},
		{"ab", "bc", "+ab-c"},
		{"kitten", "sitting", "+k-sitt+e-in-g"},
		{"ABCABBA", "CBABAC", "+A+BC-BAB+BA-C"},
		{"aaabbb", "ababab", "a-ba-bab+b+b"},
		{"the quick brown", "a quack crown", "+t+h+e-a qu+i-ack +b-crown"},
	} {
		assert.Equal(t, c[2], diff(c[0], c[1]), "%s %s", c[0], c[1])
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("abcabba", "cbabac")
	f.Fuzz(func(t *testing.T, a, e string) {
		if len(a)+len(e) > 200 {
			t.Skip("long inputs only take long")
		}
		same := func(x, y string) bool { return x == y }
		var actual, expected []string
		for _, edit := range myers.Diff(strings.Split(a, ""), strings.Split(e, ""), same, func(x, _ string) string { return x }) {
			if edit.Op != myers.Delete {
				actual = append(actual, edit.Line)
			}
			if edit.Op != myers.Insert {
				expected = append(expected, edit.Line)
			}
		}
		assert.Equal(t, a, strings.Join(actual, ""))
		assert.Equal(t, e, strings.Join(expected, ""))
	})
}
