package permission

import (
	"encoding/json"
	"errors"
	"strings"
)

// Flag takes an option of the command line; ok is false if it is none of ours.
func (g *Grants) Flag(name, value string, given bool) (ok bool) {
	list := func(to *[]string) {
		if !given {
			*to = append(*to, "*")
			return
		}
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				*to = append(*to, item)
			}
		}
	}
	switch name {
	case "--allow-fs-read":
		g.Read = append(g.Read, value) // a path may have commas in it
	case "--allow-fs-write":
		g.Write = append(g.Write, value)
	case "--allow-child-process":
		list(&g.Commands)
	case "--allow-net":
		list(&g.Net)
	case "--allow-env":
		if g.Env == nil {
			g.Env = []string{}
		}
		list(&g.Env)
	case "--allow-worker":
		g.Worker = true
	case "--allow-addons":
		g.Addons = true
	case "--allow-wasi":
		g.WASI = true
	case "--allow-inspector":
		g.Inspector = true
	default:
		return false
	}
	return true
}

// Flags are the options that give the grants, --permission first.
func (g *Grants) Flags() []string {
	out := []string{"--permission"}
	for _, p := range g.Read {
		out = append(out, "--allow-fs-read="+p)
	}
	for _, p := range g.Write {
		out = append(out, "--allow-fs-write="+p)
	}
	list := func(name string, items []string) {
		switch {
		case everything(items):
			out = append(out, name)
		case items != nil:
			out = append(out, name+"="+strings.Join(items, ","))
		}
	}
	list("--allow-child-process", g.Commands)
	list("--allow-net", g.Net)
	list("--allow-env", g.Env)
	for _, f := range [...]struct {
		name string
		on   bool
	}{{"--allow-worker", g.Worker}, {"--allow-addons", g.Addons}, {"--allow-wasi", g.WASI}, {"--allow-inspector", g.Inspector}} {
		if f.on {
			out = append(out, f.name)
		}
	}
	return out
}

// inherited is the form in which a Set goes to a process: grants, and the folder their paths count from.
type inherited struct {
	Grants Grants
	Dir    string
}

// Encode writes a Set so that another process can keep to it.
func (s *Set) Encode() string {
	list := make([]inherited, 0, len(s.layers))
	for i := range s.layers {
		list = append(list, inherited{s.layers[i].grants, s.layers[i].dir})
	}
	b, _ := json.Marshal(list)
	return string(b)
}

// Decode reads what Encode wrote.
func Decode(text string) (*Set, error) {
	var list []inherited
	if err := json.Unmarshal([]byte(text), &list); err != nil || len(list) == 0 {
		return nil, errors.New("malformed permissions")
	}
	s := &Set{}
	for _, i := range list {
		s.layers = append(s.layers, compile(i.Grants, i.Dir))
	}
	return s, nil
}
