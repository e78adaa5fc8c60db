package language

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dop251/goja"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/gojs-run/gojs/modules"
)

func dateBinding(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("local", func() string { return localZone(env) })
	_ = b.Set("canonical", func(name string) string {
		name, _ = zone(name)
		return name
	})
	_ = b.Set("zone", func(name string, ms int64) []any {
		_, loc := zone(name)
		t := time.UnixMilli(ms).In(loc)
		abbreviation, seconds := t.Zone()
		return []any{float64(seconds) / 60, abbreviation, t.IsDST()}
	})
	return b
}

// localZone is the name of the time zone that dates are shown in.
func localZone(env *modules.Env) string {
	if name := time.Local.String(); name != "Local" && name != "" {
		return name
	}
	if name, ok := env.Host.Env.Get("TZ"); ok && name != "" {
		return strings.TrimPrefix(name, ":")
	}
	if link, err := os.Readlink("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(filepath.ToSlash(link), "zoneinfo/"); ok {
			return name
		}
	}
	return "UTC"
}

// zone finds a time zone by its name, in any case, or by its offset. The name is "" if there is none.
func zone(name string) (string, *time.Location) {
	switch strings.ToUpper(name) {
	case "", "LOCAL":
		return "", nil
	case "UTC", "ETC/UTC", "ETC/GMT", "GMT", "ETC/UCT":
		return "UTC", time.UTC
	}
	if c := name[0]; c == '+' || c == '-' {
		for _, form := range [...]string{"-07:00", "-0700", "-07"} {
			if t, err := time.Parse(form, name); err == nil {
				_, seconds := t.Zone()
				return t.Format("-07:00"), time.FixedZone(name, seconds)
			}
		}
		return "", nil
	}
	if loc, err := time.LoadLocation(name); err == nil {
		return name, loc
	}
	parts := strings.Split(name, "/")
	for i, p := range parts {
		words := strings.Split(strings.ToLower(p), "_")
		for j, w := range words {
			if w != "" {
				words[j] = strings.ToUpper(w[:1]) + w[1:]
			}
		}
		parts[i] = strings.Join(words, "_")
	}
	name = strings.Join(parts, "/")
	if loc, err := time.LoadLocation(name); err == nil {
		return name, loc
	}
	return "", nil
}

func textBinding(env *modules.Env) *goja.Object {
	b := env.Binding()
	type kind struct {
		sensitivity string
		numeric     bool
	}
	made := map[kind]*collate.Collator{}
	_ = b.Set("compare", func(x, y, sensitivity string, numeric bool) int {
		k := kind{sensitivity, numeric}
		c := made[k]
		if c == nil {
			var options []collate.Option
			switch sensitivity {
			case "base":
				options = append(options, collate.Loose)
			case "accent":
				options = append(options, collate.IgnoreCase)
			case "case":
				options = append(options, collate.IgnoreDiacritics)
			}
			if numeric {
				options = append(options, collate.Numeric)
			}
			c = collate.New(language.AmericanEnglish, options...)
			made[k] = c
		}
		return c.CompareString(x, y)
	})
	_ = b.Set("segments", func(text, granularity string) *goja.Object {
		list := segments(text, granularity)
		values := make([]any, len(list))
		for i, s := range list {
			values[i] = s
		}
		return env.VM.NewArray(values...)
	})
	return b
}
