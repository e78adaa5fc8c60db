package main

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// table writes the results as a Markdown table, with a footnote for each reason to fail.
func table(results []result, engines []engine) string {
	var b strings.Builder
	var notes []string
	b.WriteString("| |")
	for _, e := range engines {
		b.WriteString(" " + e.Name + " |")
	}
	b.WriteString(" gojs to the best other | aim |\n|---|")
	b.WriteString(strings.Repeat("---:|", len(engines)) + "---:|---|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s (%s) |", r.Title, r.Unit)
		for _, s := range r.Samples {
			if s.Failed != "" {
				note := s.Engine + ": " + oneLine(s.Failed)
				number := slices.Index(notes, note) + 1
				if number == 0 {
					notes = append(notes, note)
					number = len(notes)
				}
				fmt.Fprintf(&b, " failed [%d] |", number)
				continue
			}
			b.WriteString(" " + figure(s.Median) + " |")
		}
		b.WriteString(" " + standing(r) + " | " + aim(r) + " |\n")
	}
	for i, note := range notes {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "[%d] %s  \n", i+1, note)
	}
	return b.String()
}

// standing is gojs's figure as a multiple of the best other one.
func standing(r result) string {
	v, ok := judge(r)
	if !ok {
		return "-"
	}
	return fmt.Sprintf("%.2fx %s", v.Ratio, v.Best)
}

// aim is the row's target, and whether it is reached.
func aim(r result) string {
	if r.Target == 0 {
		return ""
	}
	sign := "at most"
	if r.Better == higher {
		sign = "at least"
	}
	text := fmt.Sprintf("%s %sx", sign, strconv.FormatFloat(r.Target, 'g', -1, 64))
	if v, ok := judge(r); ok {
		if v.Reached {
			return text + ": reached"
		}
		return text + ": missed"
	}
	return text
}

// figure writes a number with at least three significant digits, and those from 1000 up with a comma between thousands.
func figure(value float64) string {
	magnitude := math.Abs(value)
	switch {
	case magnitude < 10:
		return strconv.FormatFloat(value, 'f', 2, 64)
	case magnitude < 100:
		return strconv.FormatFloat(value, 'f', 1, 64)
	}
	digits := strconv.FormatFloat(value, 'f', 0, 64)
	sign := ""
	if value < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// oneLine makes a message fit for a footnote.
func oneLine(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

// machine says what the table was taken on.
func machine(engines []engine, when time.Time) string {
	var versions []string
	for _, e := range engines {
		if e.Version != "" {
			versions = append(versions, e.Name+" "+e.Version)
		}
	}
	info, _ := os.ReadFile("/proc/cpuinfo")
	return fmt.Sprintf("Medians, %s, %s/%s, %s, %d CPUs; %s.", when.Format(time.DateOnly), runtime.GOOS, runtime.GOARCH,
		processor(string(info)), runtime.NumCPU(), strings.Join(versions, ", "))
}

// processor is the CPU's name in the text of /proc/cpuinfo.
func processor(info string) string {
	for line := range strings.Lines(info) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "an unnamed processor"
}
