package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMedian(t *testing.T) {
	assert.Equal(t, 0.0, median(nil))
	assert.Equal(t, 7.0, median([]float64{7}))
	assert.Equal(t, 2.0, median([]float64{3, 1, 2}))
	assert.Equal(t, 2.5, median([]float64{4, 1, 2, 3}))

	values := []float64{3, 1, 2}
	median(values)
	assert.Equal(t, []float64{3, 1, 2}, values, "the samples keep their order")
}

// of makes the samples of a runtime that gave one value.
func of(name string, value float64) samples {
	return samples{Engine: name, Values: []float64{value}, Median: value}
}

func TestJudge(t *testing.T) {
	failed := samples{Engine: "bun", Failed: "no"}
	tests := []struct {
		name string
		r    result
		want verdict
		ok   bool
	}{
		{"lower, reached", result{Better: lower, Target: 0.8, Samples: []samples{of(subject, 4), of("bun", 5), of("node", 9)}},
			verdict{"bun", 0.8, true}, true},
		{"lower, missed", result{Better: lower, Target: 0.7, Samples: []samples{of(subject, 4), of("bun", 9), of("node", 5)}},
			verdict{"node", 0.8, false}, true},
		{"higher, reached", result{Better: higher, Target: 1.5, Samples: []samples{of(subject, 6), of("bun", 4), of("node", 3)}},
			verdict{"bun", 1.5, true}, true},
		{"against one that is not the best", result{Better: lower, Target: 1.5, Against: "node", Samples: []samples{of(subject, 6), of("bun", 2), of("node", 4)}},
			verdict{"node", 1.5, true}, true},
		{"higher, missed", result{Better: higher, Target: 2, Samples: []samples{of(subject, 6), of("bun", 3), of("node", 4)}},
			verdict{"node", 1.5, false}, true},
		{"who failed is no measure", result{Better: lower, Target: 1, Samples: []samples{of(subject, 4), failed, of("node", 8)}},
			verdict{"node", 0.5, true}, true},
		{"gojs failed", result{Better: lower, Samples: []samples{{Engine: subject, Failed: "no"}, of("node", 8)}}, verdict{}, false},
		{"nobody else", result{Better: lower, Samples: []samples{of(subject, 4), failed}}, verdict{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := judge(test.r)
			assert.Equal(t, test.ok, ok)
			assert.Equal(t, test.want, got)
		})
	}
}

func TestTable(t *testing.T) {
	engines := []engine{{Name: subject}, {Name: "bun"}, {Name: "node"}}
	broken := samples{Engine: "bun", Failed: "exit status 1:\n  Error: no"}
	results := []result{
		{Title: "start", Unit: "ms", Better: lower, Target: 0.8, Samples: []samples{of(subject, 4), of("bun", 8), of("node", 31.84)}},
		{Title: "rate", Unit: "/s", Better: higher, Target: 1.25, Samples: []samples{of(subject, 1234), broken, of("node", 1234567)}},
		{Title: "free", Unit: "ms", Better: lower, Samples: []samples{of(subject, 300), broken, of("node", 100)}},
	}
	want := `| | gojs | bun | node | gojs to the best other | aim |
|---|---:|---:|---:|---:|---|
| start (ms) | 4.00 | 8.00 | 31.8 | 0.50x bun | at most 0.8x: reached |
| rate (/s) | 1,234 | failed [1] | 1,234,567 | 0.00x node | at least 1.25x: missed |
| free (ms) | 300 | failed [1] | 100 | 3.00x node |  |

[1] bun: exit status 1: Error: no  
`
	assert.Equal(t, want, table(results, engines))
}

func TestFigure(t *testing.T) {
	for want, value := range map[string]float64{
		"0.00": 0, "9.99": 9.99, "10.0": 10, "99.9": 99.94, "100": 100, "999": 999.4, "1,000": 1000, "12,345": 12345,
		"140,521,297": 140521297, "-3.50": -3.5, "-1,234": -1234,
	} {
		assert.Equal(t, want, figure(value))
	}
}

func TestMachine(t *testing.T) {
	engines := []engine{{Name: subject, Err: errors.New("no")}, {Name: "bun", Version: "1.4.5"}, {Name: "node", Version: "25.8.1"}}
	text := machine(engines, time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC))
	assert.Contains(t, text, "Medians, 2026-02-03, "+runtime.GOOS+"/"+runtime.GOARCH+", ")
	assert.Contains(t, text, "; bun 1.4.5, node 25.8.1.")
	assert.Equal(t, "Fast 3000", processor("processor\t: 0\nmodel name\t: Fast 3000\nmodel name\t: Other\n"))
	assert.Equal(t, "an unnamed processor", processor(""))
}

func TestVersion(t *testing.T) {
	assert.Equal(t, "25.8.1", version("v25.8.1\n"))
	assert.Equal(t, "1.4.5", version("1.4.5\n"))
	assert.Equal(t, "2.9.6", version("deno 2.9.6 (stable, release, x86_64-unknown-linux-gnu)\nv8 14.0\n"))
	assert.Equal(t, "unknown", version("unknown\n"))
}

func TestPickRows(t *testing.T) {
	all := []row{{Name: "start"}, {Name: "start-memory"}, {Name: "events"}}
	names := func(list string) []string {
		chosen, err := pickRows(all, list)
		require.NoError(t, err)
		var names []string
		for _, r := range chosen {
			names = append(names, r.Name)
		}
		return names
	}
	assert.Equal(t, []string{"start", "start-memory", "events"}, names(""))
	assert.Equal(t, []string{"start"}, names("start"))
	assert.Equal(t, []string{"start", "start-memory"}, names("start.*"))
	assert.Equal(t, []string{"start", "events"}, names("events, start"), "in the table's order")
	assert.Equal(t, []string{"start"}, names("start,start|none"))

	_, err := pickRows(all, "start,nothing")
	assert.EqualError(t, err, "-row: no row is named nothing; -list lists them")
	_, err = pickRows(all, "(")
	assert.ErrorContains(t, err, "-row: error parsing regexp")
}

// TestRows checks the table of rows itself.
func TestRows(t *testing.T) {
	used := map[string]bool{}
	seen := map[string]bool{}
	for _, r := range rows {
		assert.False(t, seen[r.Name], "%s stands there twice", r.Name)
		seen[r.Name] = true
		used["scripts/"+r.Script] = true
		assert.NotEmpty(t, r.Title)
		assert.NotEmpty(t, r.Unit)
		assert.Positive(t, r.Runs)
		assert.Contains(t, []measure{wall, memory, printed, answers, answer}, r.Measure)
		assert.Contains(t, []direction{lower, higher}, r.Better)
		if r.Target != 0 && r.Against == "" {
			if r.Better == lower {
				assert.LessOrEqual(t, r.Target, 1.0, "%s aims at being worse", r.Name)
			} else {
				assert.GreaterOrEqual(t, r.Target, 1.0, "%s aims at being worse", r.Name)
			}
		}
	}
	names, err := fs.Glob(scripts, "scripts/*.*s")
	require.NoError(t, err)
	for _, name := range names {
		assert.True(t, used[name], "no row runs %s", name)
		delete(used, name)
	}
	assert.Empty(t, used, "scripts that are missing")
}

func TestOutput(t *testing.T) {
	value, err := lastNumber("some words\n12.5\n")
	require.NoError(t, err)
	assert.Equal(t, 12.5, value)
	_, err = lastNumber("12.5\nsome words\n")
	assert.EqualError(t, err, `its last line is no number: "some words"`)
	_, err = lastNumber("")
	assert.EqualError(t, err, `its last line is no number: ""`)

	assert.Equal(t, "TypeError: x is not a function", firstLine("/tmp/a.js:1\nx()\n^\n\nTypeError: x is not a function\n    at b\n"))
	assert.Equal(t, "gojs: no", firstLine("\n  gojs: no\nmore\n"))
	assert.Equal(t, "", firstLine(""))
}

// TestRunRow has sh play the runtimes.
func TestRunRow(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the runtimes are played by sh")
	}
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755))
	}
	write("count", `echo x >>"$1"; wc -l <"$1"`)
	write("fail", "echo 'Error: it broke' >&2; exit 3")
	write("hang", "sleep 600 & wait")
	write("nothing", "")
	sh := func(name string) engine { return engine{Name: name, Command: []string{"sh"}} }
	play := func(r row, engines ...engine) result {
		return runRow(t.Context(), dir, r, engines, 3, time.Minute, io.Discard)
	}

	res := play(row{Script: "count", Args: []string{filepath.Join(dir, "tally")}, Measure: printed}, sh("a"), sh("b"))
	assert.Equal(t, []samples{
		{Engine: "a", Values: []float64{3, 5, 7}, Median: 5},
		{Engine: "b", Values: []float64{4, 6, 8}, Median: 6},
	}, res.Samples, "in turn, and the first round does not count")

	res = play(row{Script: "fail", Measure: wall}, sh("a"), engine{Name: "b", Err: errors.New("not there")})
	assert.Equal(t, []samples{
		{Engine: "a", Failed: "exit status 3: Error: it broke"},
		{Engine: "b", Failed: "not there"},
	}, res.Samples)

	res = runRow(t.Context(), dir, row{Script: "hang", Measure: wall}, []engine{sh("a")}, 1, 100*time.Millisecond, io.Discard)
	assert.Equal(t, []samples{{Engine: "a", Failed: "still running after 100ms"}}, res.Samples)

	res = play(row{Script: "nothing", Measure: wall}, sh("a"))
	assert.Len(t, res.Samples[0].Values, 3)
	assert.Positive(t, res.Samples[0].Median)
}

func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		{[]string{"-list", "-row", "events"}, 0, "events           events emitted, three listeners\n", ""},
		{[]string{"-row", "nothing"}, 2, "", "bench: -row: no row is named nothing; -list lists them\n"},
		{[]string{"start"}, 2, "", "bench: unexpected arguments: [\"start\"]\n"},
	} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, test.code, doMain(context.Background(), test.args, &stdout, &stderr), "%q", test.args)
		assert.Equal(t, test.stdout, stdout.String())
		assert.Equal(t, test.stderr, stderr.String())
	}
}
