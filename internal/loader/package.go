package loader

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
)

// Package is what a package.json says.
type Package struct {
	Dir     string // its folder
	Name    string
	Main    string
	Type    string // "module", "commonjs" or ""
	Exports *Node  // nil if absent
	Imports *Node
}

// Node is a JSON value whose objects keep the order of their keys: in exports and
// imports the first key that applies wins.
type Node struct {
	Str    string // when IsStr
	IsStr  bool
	Null   bool
	Keys   []string // an object
	Values []*Node
	List   []*Node // an array
	Raw    string
}

// ConfigError is a package.json that is not what it must be.
type ConfigError struct{ Path, Reason string }

func (e *ConfigError) Error() string {
	return "Invalid package config " + e.Path + ". " + e.Reason
}

// Package reads dir/package.json; nil if there is none.
func (r *Resolver) Package(dir string) (*Package, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p, ok := r.packages[dir]; ok {
		return p, nil
	}
	file := filepath.Join(dir, "package.json")
	b, err := r.Files.ReadFile(file)
	if err != nil {
		r.remember(dir, nil)
		return nil, nil
	}
	root, err := parseJSON(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, &ConfigError{file, err.Error()}
	}
	p := &Package{Dir: dir}
	for i, k := range root.Keys {
		v := root.Values[i]
		switch k {
		case "name":
			p.Name = v.Str
		case "main":
			p.Main = v.Str
		case "type":
			if v.Str == "module" || v.Str == "commonjs" {
				p.Type = v.Str
			}
		case "exports":
			if !v.Null {
				p.Exports = v
			}
		case "imports":
			if v.Keys != nil {
				p.Imports = v
			}
		}
	}
	r.remember(dir, p)
	return p, nil
}

func (r *Resolver) remember(dir string, p *Package) {
	if r.packages == nil {
		r.packages = map[string]*Package{}
	}
	r.packages[dir] = p
}

// Scope finds the nearest package.json at or above dir, not beyond node_modules.
func (r *Resolver) Scope(dir string) (*Package, error) {
	for {
		if filepath.Base(dir) == "node_modules" {
			return nil, nil
		}
		p, err := r.Package(dir)
		if p != nil || err != nil {
			return p, err
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil, nil
		}
		dir = parent
	}
}

func parseJSON(b []byte) (*Node, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	n, err := readNode(d, b)
	if err != nil {
		return nil, err
	}
	return n, nil
}

func readNode(d *json.Decoder, b []byte) (*Node, error) {
	start := d.InputOffset()
	tok, err := d.Token()
	if err != nil {
		return nil, err
	}
	n := &Node{}
	switch t := tok.(type) {
	case string:
		n.Str, n.IsStr = t, true
	case nil:
		n.Null = true
	case json.Delim:
		if t == '[' {
			n.List = []*Node{}
			for d.More() {
				v, err := readNode(d, b)
				if err != nil {
					return nil, err
				}
				n.List = append(n.List, v)
			}
		} else {
			n.Keys = []string{}
			for d.More() {
				k, err := d.Token()
				if err != nil {
					return nil, err
				}
				v, err := readNode(d, b)
				if err != nil {
					return nil, err
				}
				n.Keys = append(n.Keys, k.(string))
				n.Values = append(n.Values, v)
			}
		}
		if _, err := d.Token(); err != nil {
			return nil, err
		}
	}
	n.Raw = strings.TrimLeft(string(b[start:d.InputOffset()]), " \t\r\n:,")
	return n, nil
}
