package fetch

import (
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMediaTypes(t *testing.T) {
	for text, want := range map[string]string{
		"Text/HTML; Charset=UTF-8":    "text/html;charset=UTF-8",
		` a/b ; c="d \"e\"" ;c=again`: `a/b;c="d \"e\""`,
		"a/b;;x;y=;z=1":               "a/b;z=1",
		`a/b;q="unclosed`:             "a/b;q=unclosed",
		`a/b;empty="";empty=x`:        `a/b;empty=""`,
	} {
		m, ok := parseMediaType(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, m.String())
	}
	for _, wrong := range []string{"", "a", "a/", "/b", "a b/c", "a/b c"} {
		_, ok := parseMediaType(wrong)
		assert.False(t, ok, wrong)
	}
}

func TestTheLastMediaTypeOfAFieldCounts(t *testing.T) {
	for field, want := range map[string]string{
		"text/plain;charset=x, text/plain": "text/plain;charset=x",
		"text/plain;charset=x, text/html":  "text/html",
		"text/html, */*, nothing":          "text/html",
		`a/b;c="d,e"`:                      `a/b;c="d,e"`,
	} {
		m, ok := extractType(field)
		assert.True(t, ok, field)
		assert.Equal(t, want, m.String())
	}
	_, ok := extractType("nothing")
	assert.False(t, ok)
}

func TestIntegrity(t *testing.T) {
	body := []byte("body")
	sum := sha256.Sum256(body)
	right := "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	assert.True(t, hasIntegrity(body, right))
	assert.True(t, hasIntegrity(body, "sha256-AAAA "+right))
	assert.True(t, hasIntegrity(body, "md5-AAAA"), "no hash that is known")
	assert.False(t, hasIntegrity(body, "sha256-AAAA"))
	assert.False(t, hasIntegrity(body, right+" sha512-AAAA"), "the stronger one counts")
}

func TestMultipart(t *testing.T) {
	body := "preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a%22\"\r\n\r\n1\r\n--b\r\n" +
		"content-type: x/y\r\ncontent-disposition: form-data; filename=f.txt; name=n\r\n\r\n--\r\nb\r\n--b--"
	parts, wrong := parseMultipart([]byte(body), "b")
	assert.Empty(t, wrong)
	assert.Equal(t, []part{
		{name: `a"`, start: 62, end: 63},
		{name: "n", filename: "f.txt", file: true, contentType: "x/y", start: 147, end: 152},
	}, parts)
	for body, want := range map[string]string{
		"":                                 "no boundary found in multipart body",
		"--b":                              "expected CRLF",
		"--b\r\n":                          "invalid header",
		"--b\r\nx: y\r\n\r\n\r\n--b--":     "header name is null",
		"--b\r\nno colon\r\n\r\n\r\n--b--": "invalid header",
		"--b\r\nContent-Disposition: inline; name=x\r\n\r\n\r\n--b--":       "invalid content-disposition header",
		"--b\r\nContent-Disposition: form-data; name=x\r\n\r\nno end\r\n--": "expected boundary after body",
	} {
		_, wrong := parseMultipart([]byte(body), "b")
		assert.Equal(t, want, wrong, body)
	}
}

func FuzzMultipart(f *testing.F) {
	f.Add("--b\r\nContent-Disposition: form-data; name=\"n\"; filename=\"f\"\r\n\r\nv\r\n--b--\r\n", "b")
	f.Add("--b--", "b")
	f.Fuzz(func(t *testing.T, body, boundary string) {
		parts, _ := parseMultipart([]byte(body), boundary)
		for _, p := range parts {
			assert.True(t, 0 <= p.start && p.start <= p.end && p.end <= len(body))
		}
	})
}

func FuzzMediaType(f *testing.F) {
	f.Add(`a/b;c="d\"";e=f`)
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := parseMediaType(text)
		if !ok {
			return
		}
		again, ok := parseMediaType(m.String())
		assert.True(t, ok)
		assert.Equal(t, m, again)
	})
}
