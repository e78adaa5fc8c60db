package process

// users: Windows has no such numbers, and Node no such methods there.
func (p *process) users() {}
