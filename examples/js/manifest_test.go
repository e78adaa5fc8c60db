package examples_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// documentsVar names the folder of the documents, for whoever has them: then TestDocuments compares every code fence.
const documentsVar = "GOJS_EXAMPLES_DOCUMENTS"

// manifest is one folder's expect.json. README.md says what each field means.
type manifest struct {
	About    string            `json:"about"`
	Run      string            `json:"run"`
	SHA256   map[string]string `json:"sha256"`
	Ours     []string          `json:"ours"`
	Prelude  string            `json:"prelude"`
	Needs    []string          `json:"needs"`
	Runs     []run             `json:"runs"`
	Outcomes []outcome         `json:"outcomes"`
}

// run is one way of running an example.
type run struct {
	Name     string            `json:"name"`
	Only     string            `json:"only"`
	Path     string            `json:"path"`
	Programs map[string]string `json:"programs"`
	Env      map[string]string `json:"env"`
	Until    string            `json:"until"`
	Patience duration          `json:"patience"`
	Requests []request         `json:"requests"`
	Outcomes []outcome         `json:"outcomes"`
}

// request is made of a server once the example's stdout has matched Until.
type request struct {
	URL       string  `json:"url"`
	Status    int     `json:"status"`
	Body      *string `json:"body"`
	BodyMatch *string `json:"bodyMatch"`
}

// outcome is one way in which a run may end.
type outcome struct {
	If          string  `json:"if"`
	Why         string  `json:"why"`
	Stdout      *string `json:"stdout"`
	StdoutMatch *string `json:"stdoutMatch"`
	Stderr      *string `json:"stderr"`
	StderrMatch *string `json:"stderrMatch"`
	Code        *int    `json:"code"`
	Stopped     bool    `json:"stopped"`
}

// duration is a time.Duration written as "5s".
type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	*d = duration(parsed)
	return err
}

// readManifest reads a folder's expect.json; a field that no struct above knows is an error.
func readManifest(t *testing.T, folder string) manifest {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "expect.json"))
	require.NoError(t, err)
	var m manifest
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&m), "%s/expect.json", folder)
	if len(m.Runs) == 0 {
		m.Runs = []run{{}}
	}
	for i := range m.Runs {
		if m.Runs[i].Outcomes == nil {
			m.Runs[i].Outcomes = m.Outcomes
		}
		require.NotEmpty(t, m.Runs[i].Outcomes, "%s/expect.json: a run without an outcome", folder)
	}
	return m
}

// folders lists the examples.
func folders(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	require.NotEmpty(t, names)
	return names
}

// matches reports whether got is exactly *text, or as a whole matches the regular expression *pattern.
func matches(t *testing.T, text, pattern *string, got string) bool {
	t.Helper()
	require.True(t, (text == nil) != (pattern == nil), "either an exact text or a pattern is expected")
	if text != nil {
		return got == *text
	}
	return regexp.MustCompile(`\A(?:` + *pattern + `)\z`).MatchString(got)
}

// sum is the SHA-256 of a code fence or a file.
func sum(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}

// TestBytes checks that every file is, byte for byte, the code fence it was taken from, and that a folder holds nothing else.
func TestBytes(t *testing.T) {
	for _, folder := range folders(t) {
		t.Run(folder, func(t *testing.T) {
			m := readManifest(t, folder)
			assert.Contains(t, m.SHA256, m.Run, "the file that is run comes from the documents")
			assert.NotEmpty(t, m.About)
			want := append([]string{"expect.json"}, m.Ours...)
			for name, digest := range m.SHA256 {
				want = append(want, name)
				content, err := os.ReadFile(filepath.Join(folder, name))
				require.NoError(t, err)
				assert.Equal(t, digest, sum(content), "%s differs from the document", name)
			}
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			var got []string
			for _, entry := range entries {
				got = append(got, entry.Name())
			}
			sort.Strings(want)
			assert.Equal(t, want, got)
		})
	}
}

// TestDocuments checks, where the documents are at hand, that each of their code fences is an example here and the other
// way round.
func TestDocuments(t *testing.T) {
	documents := os.Getenv(documentsVar)
	if documents == "" {
		t.Skipf("%s does not name the folder of the documents", documentsVar)
	}
	entries, err := os.ReadDir(documents)
	require.NoError(t, err)
	var want, got []string
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(documents, entry.Name()))
		require.NoError(t, err)
		for _, code := range fences(string(text)) {
			want = append(want, sum([]byte(code)))
		}
	}
	for _, folder := range folders(t) {
		for _, digest := range readManifest(t, folder).SHA256 {
			got = append(got, digest)
		}
	}
	assert.ElementsMatch(t, want, got)
}

// fences returns the contents of a Markdown text's code fences that name a language; one that names none shows output.
func fences(markdown string) []string {
	var found []string
	var code strings.Builder
	inside, named := false, false
	for line := range strings.Lines(markdown) {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && inside:
			if named {
				found = append(found, code.String())
			}
			code.Reset()
			inside = false
		case fence:
			inside, named = true, strings.TrimSpace(language) != ""
		case inside:
			code.WriteString(line)
		}
	}
	return found
}
