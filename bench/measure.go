package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// samples is what one runtime gave in one row.
type samples struct {
	Engine string    `json:"engine"`
	Values []float64 `json:"values,omitempty"`
	Median float64   `json:"median,omitempty"`
	Failed string    `json:"failed,omitempty"`
}

// result is a row with everybody's samples, in the order of the engines.
type result struct {
	Row     string    `json:"row"`
	Title   string    `json:"title"`
	Unit    string    `json:"unit"`
	Better  direction `json:"better"`
	Target  float64   `json:"target,omitempty"`
	Against string    `json:"against,omitempty"`
	Samples []samples `json:"samples"`
}

// runRow runs a row on every engine in turn: one round that does not count, then n that do. An engine that fails is out
// of the row.
func runRow(ctx context.Context, dir string, r row, engines []engine, n int, timeout time.Duration, progress io.Writer) result {
	res := result{Row: r.Name, Title: r.Title, Unit: r.Unit, Better: r.Better, Target: r.Target, Against: r.Against}
	for _, e := range engines {
		s := samples{Engine: e.Name}
		if e.Err != nil {
			s.Failed = e.Err.Error()
		}
		res.Samples = append(res.Samples, s)
	}
	for round := range n + 1 {
		for i, e := range engines {
			s := &res.Samples[i]
			if s.Failed != "" {
				continue
			}
			value, err := runOnce(ctx, dir, r, e, timeout)
			if err != nil {
				s.Failed, s.Values = err.Error(), nil
				fmt.Fprintf(progress, " %s failed;", e.Name)
			} else if round > 0 {
				s.Values = append(s.Values, value)
			}
		}
		fmt.Fprint(progress, ".")
		if ctx.Err() != nil {
			break
		}
	}
	for i := range res.Samples {
		res.Samples[i].Median = median(res.Samples[i].Values)
	}
	return res
}

// runOnce runs a row's script on one engine and returns the row's figure.
func runOnce(ctx context.Context, dir string, r row, e engine, timeout time.Duration) (float64, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	command := append(append(append([]string{}, e.Command...), filepath.Join(dir, r.Script)), r.Args...)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "DENO_NO_UPDATE_CHECK=1")
	cmd.WaitDelay = 5 * time.Second
	ownGroup(cmd)
	if r.Measure == answers || r.Measure == answer {
		return runServer(ctx, cmd, r.Measure, timeout)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	if ctx.Err() != nil {
		return 0, fmt.Errorf("still running after %v", timeout)
	}
	if err != nil {
		return 0, fmt.Errorf("%w: %s", err, firstLine(stderr.String()))
	}
	switch r.Measure {
	case wall:
		return float64(took) / float64(time.Millisecond), nil
	case memory:
		return ownPeak(ctx, cmd.ProcessState)
	default:
		return lastNumber(stdout.String())
	}
}

// ownPeak returns an ended process's peak memory in MB. On Linux a process's peak counts from before it was executed, when
// it still was a copy of the process that started it, so whatever this command needs itself hides anything smaller. What
// a program that needs next to nothing is charged with shows where that begins.
func ownPeak(ctx context.Context, state *os.ProcessState) (float64, error) {
	peak, err := peakMemory(state)
	if err != nil {
		return 0, err
	}
	nothing := exec.CommandContext(ctx, "true")
	if err := nothing.Run(); err != nil {
		return 0, err
	}
	floor, err := peakMemory(nothing.ProcessState)
	if err == nil && peak <= floor {
		err = fmt.Errorf("less than the %.1f MB of this command itself, and so not to be told", floor)
	}
	return peak, err
}

// lastNumber reads the last line a script printed.
func lastNumber(output string) (float64, error) {
	lines := strings.Split(strings.TrimSpace(output), "\n")
	value, err := strconv.ParseFloat(lines[len(lines)-1], 64)
	if err != nil {
		return 0, fmt.Errorf("its last line is no number: %q", lines[len(lines)-1])
	}
	return value, nil
}

// firstLine is the line of an error message that says most: the first that names an error, else the first with text.
func firstLine(text string) string {
	first := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "rror:") {
			return line
		}
		if first == "" {
			first = line
		}
	}
	return first
}

var errNoMemory = errors.New("this system does not tell a process's peak memory")
