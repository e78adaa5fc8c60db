package numeric

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// After how many turns of a loop, or calls of a function, its compiled form is entered.
var (
	turnsEnough int64 = 2000
	callsEnough int64 = 300
)

// Site is a function or a loop that may be entered. Sites are for the whole process, as programs are.
type Site struct {
	id     int
	unit   *unit // of which the inputs are not known
	arrays []bool
	any    []bool // which of the inputs are taken as any number, even if they are int32
	maths  []string
	up     *Site
	passed atomic.Int64 // how often its mark was; negative for a while after it could not be entered
	enough int64

	mu       sync.Mutex
	versions []*version
}

// unitsMu is for who makes a unit and works with it: units share functions, whose variables know their place in one.
var unitsMu sync.Mutex

var (
	sitesMu sync.Mutex
	sites   atomic.Pointer[[]*Site]
)

func newSite(u *unit, p *place) *Site {
	s := &Site{unit: u, arrays: u.arrays(), any: u.anyNumbers(), maths: u.maths, enough: callsEnough}
	if u.main.region {
		s.enough = turnsEnough
	}
	if p.up != nil {
		s.up = p.up.site
	}
	sitesMu.Lock()
	defer sitesMu.Unlock()
	var list []*Site
	if old := sites.Load(); old != nil {
		list = *old
	}
	s.id = len(list)
	list = append(list, s)
	sites.Store(&list)
	return s
}

func siteOf(id int) *Site {
	list := sites.Load()
	if list == nil || id < 0 || id >= len(*list) {
		return nil
	}
	return (*list)[id]
}

// later puts entering off, the longer the more often it was in vain.
func (s *Site) later(failures int) {
	s.passed.Store(s.enough - 1<<min(failures, 24))
}

// worked notes what a loop did for the loop or function around it, which is the better place to enter.
func (s *Site) worked(turns int64) {
	if s.up != nil && s.up.passed.Load() < s.up.enough {
		s.up.passed.Add(turns)
	}
}

// version is a site's WebAssembly for one list of inputs.
type version struct {
	inputs []input
	code   []byte
	bad    string
	values bool // there is a result
	result rep
	outs   []rep
	in     int  // how many words go in
	pure   bool // can be given up and begun again
	writes bool // to arrays
}

const maxVersions = 6

// version returns the one for a list of inputs, or one that takes more general inputs, or nil.
func (s *Site) version(inputs []input) *version {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.versions {
		if slices.Equal(v.inputs, inputs) {
			return v
		}
	}
	if len(s.versions) >= maxVersions {
		general := slices.Clone(inputs)
		for i, in := range general {
			if in == inputInt {
				general[i] = inputDouble
			}
		}
		for _, v := range s.versions {
			if slices.Equal(v.inputs, general) {
				return v
			}
		}
		if len(s.versions) >= 2*maxVersions {
			return nil
		}
		inputs = general
	}
	v := s.compile(slices.Clone(inputs))
	s.versions = append(s.versions, v)
	return v
}

func (s *Site) compile(inputs []input) *version {
	start := time.Now()
	unitsMu.Lock()
	defer unitsMu.Unlock()
	v := &version{inputs: inputs}
	u, bad := newUnit(s.unit.main)
	if bad == "" {
		bad = u.infer(inputs)
	}
	if bad == "" && u.specials[0].result.kind == never && u.main.values && !u.main.region {
		bad = "never returns"
	}
	if bad == "" {
		n := len(u.specials)
		v.code = u.emit()
		if len(u.specials) != n {
			bad = "calls what the analysis did not see"
		}
	}
	v.bad = bad
	for _, in := range inputs {
		v.in += len(in.types())
	}
	if bad == "" {
		v.pure, v.writes = u.pure, u.writes
		v.values, v.result = u.main.values, u.specials[0].result.rep()
		for _, o := range u.outers {
			if o.assigned {
				v.outs = append(v.outs, o.outRep(u))
			}
		}
	}
	traceCompiled(s, v, time.Since(start))
	return v
}
