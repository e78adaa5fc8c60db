package jsonvalue

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

// slowly is plain, a byte at a time.
func slowly(s []byte) (n int, ascii bool) {
	ascii = true
	for _, c := range s {
		if c < ' ' || c == '"' || c == '\\' {
			break
		}
		ascii = ascii && c < 0x80
		n++
	}
	return n, ascii
}

func TestPlainRunsOfAnyLengthEndWhereTheyShould(t *testing.T) {
	for _, special := range []byte{'"', '\\', 0, 0x1f, ' ', '!', '#', '[', ']', 0x7f, 0x80, 0xc3, 0xff} {
		for _, size := range []int{0, 1, 7, 8, 40, 255, 256, 257, 290, 600, 1025, longRun + 2*runBlock + 40} {
			for at := range size {
				if at > 1025 && at%runBlock > longRun+40 {
					continue // far from where blocks meet
				}
				s := bytes.Repeat([]byte("a"), size)
				s[at] = special
				n, ascii := plain(s)
				wantN, wantASCII := slowly(s)
				require.Equal(t, []any{wantN, wantASCII}, []any{n, ascii}, "%q at %d of %d", special, at, size)
			}
		}
	}
}

// TestTextsThatComeInPieces compares them with the same ones that come at once.
func TestTextsThatComeInPieces(t *testing.T) {
	vm := goja.New()
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, text := range []string{
		`"` + strings.Repeat("plain ", 5000) + `"`, `"` + strings.Repeat("grüße 🦊 ", 3000) + `"`, `"` + strings.Repeat("a", 9000) + `\u00e9` + strings.Repeat("b", 9000) + `"`,
		`"` + strings.Repeat("a", 9000) + `"  `, ` "` + strings.Repeat("a", 9000) + `"`, `"` + strings.Repeat("a", 9000) + `" more`, `"` + strings.Repeat("a", 9000),
		`"` + strings.Repeat("a", 9000) + "\n\"", `"` + strings.Repeat("a\xff", 9000) + `"`, `["` + strings.Repeat("a", 9000) + `"]`, `{"` + strings.Repeat("a", 9000) + `":"b"}`, `""`, "12",
	} {
		want, problem := Parse(vm, []byte(text), false, MessageDepth)
		var b Beginning
		for range 20 {
			for at := 0; at < len(text); {
				at = min(len(text), at+1+rnd.IntN(1+rnd.IntN(len(text))))
				b.Look([]byte(text[:at]))
			}
			got, err := b.Parse(vm, []byte(text), false, MessageDepth)
			require.Equal(t, problem == nil, err == nil)
			require.Zero(t, b, "the next text begins")
			if problem != nil {
				require.Equal(t, problem.Error(), err.Error())
				continue
			}
			require.Equal(t, want.String(), got.String())
		}
	}
}

// TestRestOfText writes a text up to any place as it is.
func TestRestOfText(t *testing.T) {
	for _, text := range []string{"", "plain", "a\"b\\c\nd\x01e\x7f"} {
		want := appendText(nil, text)
		for at := 0; at <= Plain([]byte(text)); at++ {
			require.Equal(t, string(want), `"`+text[:at]+string(AppendRest(nil, []byte(text[at:]))))
		}
	}
}
