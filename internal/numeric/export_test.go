package numeric

// HotAtOnce makes everything be entered after a few turns or calls.
func HotAtOnce() { turnsEnough, callsEnough = 3, 2 }

// Entered says how often machine code was run in a VM.
func (t *Tier) Entered() (n int) {
	for _, e := range t.sites {
		for _, i := range e.instances {
			n += i.entries
		}
	}
	return n
}
