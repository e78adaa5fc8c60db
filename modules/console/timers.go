package console

import (
	"fmt"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// times is the Map that Node has at console._times, made anew of the timers each time.
func (p *printer) times() goja.Value {
	m, err := p.vm.New(p.vm.Get("Map"))
	if err != nil {
		panic(err)
	}
	for label, start := range p.timers {
		jsconv.CallMethod(p.vm, m, "set", p.vm.ToValue(label), p.vm.ToValue(start.UnixNano()))
	}
	return m
}

func (p *printer) time(c goja.FunctionCall) {
	l := p.label(c)
	if _, ok := p.timers[l]; ok {
		p.emitWarning("Label '" + l + "' already exists for console.time()")
		return
	}
	if p.timers == nil {
		p.timers = map[string]time.Time{}
	}
	p.timers[l] = time.Now()
}

func (p *printer) timeEnd(c goja.FunctionCall) {
	l := p.label(c)
	if p.elapsed("timeEnd", l, nil) {
		delete(p.timers, l)
	}
}

func (p *printer) timeLog(c goja.FunctionCall) {
	var more []goja.Value
	if len(c.Arguments) > 1 {
		more = c.Arguments[1:]
	}
	p.elapsed("timeLog", p.label(c), more)
}

func (p *printer) elapsed(method, label string, more []goja.Value) bool {
	start, ok := p.timers[label]
	if !ok {
		p.emitWarning("No such label '" + label + "' for console." + method + "()")
		return false
	}
	text := p.vm.ToValue(label + ": " + duration(time.Since(start)))
	if len(more) == 0 {
		p.callLog(p.vm.ToValue("%s"), text)
	} else {
		p.callLog(append([]goja.Value{p.vm.ToValue("%s"), text}, more...)...)
	}
	return true
}

// duration is Node's form: 1.234ms, 1.234s, 1:02.345 (m:ss.mmm), 1:02:03 (h:mm:ss).
func duration(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms < 1000 {
		s := strconv.FormatFloat(ms, 'f', 3, 64)
		for s[len(s)-1] == '0' {
			s = s[:len(s)-1]
		}
		if s[len(s)-1] == '.' {
			s = s[:len(s)-1]
		}
		return s + "ms"
	}
	sec := ms / 1000
	if sec < 60 {
		return strconv.FormatFloat(sec, 'f', 3, 64) + "s"
	}
	minutes := int(sec / 60)
	if minutes < 60 {
		return fmt.Sprintf("%d:%06.3f (m:ss.mmm)", minutes, sec-float64(minutes*60))
	}
	return fmt.Sprintf("%d:%02d:%02d (h:mm:ss)", minutes/60, minutes%60, int(sec)%60)
}
