package spawntest

import (
	"fmt"
	"io"
	"strings"
)

// Shell is a Program that stands for sh -c: words, quotes, $VARIABLES, pipelines, && and ;. No more than scripts under
// test need: what it does not know it takes for a word.
func Shell(t *Task) int {
	if len(t.Argv) < 3 || t.Argv[1] != "-c" {
		fmt.Fprintln(t.Stderr, "sh: only -c")
		return 2
	}
	code := 0
	skip := false
	for _, step := range parse(t.Argv[2], t.Getenv) {
		if !skip && len(step.commands) > 0 {
			code = pipeline(t, step.commands)
		}
		skip = (skip || code != 0) && step.then == "&&"
	}
	return code
}

func pipeline(t *Task, commands [][]string) int {
	stdin := t.Stdin
	for _, argv := range commands[:len(commands)-1] {
		p := newPipe()
		in := stdin
		go func() {
			t.Call(argv, in, p)
			p.closeWriter()
		}()
		stdin = p
	}
	code := t.Call(commands[len(commands)-1], stdin, t.Stdout)
	if p, ok := stdin.(*pipe); ok && len(commands) > 1 {
		p.closeReader()
	}
	return code
}

// step is a pipeline and what comes after it: "&&", ";" or nothing.
type step struct {
	commands [][]string
	then     string
}

func parse(text string, getenv func(string) string) (steps []step) {
	var current step
	var argv []string
	var word strings.Builder
	begun := false
	endWord := func() {
		if begun {
			argv = append(argv, word.String())
		}
		word.Reset()
		begun = false
	}
	endCommand := func() {
		endWord()
		if len(argv) > 0 {
			current.commands = append(current.commands, argv)
		}
		argv = nil
	}
	endStep := func(then string) {
		endCommand()
		current.then = then
		steps = append(steps, current)
		current = step{}
	}
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == '\'' && c != '\'', quote == '"' && c != '"' && c != '$' && c != '\\':
			word.WriteByte(c)
		case c == '\'' || c == '"':
			if quote == 0 {
				quote = c
			} else {
				quote = 0
			}
			begun = true
		case c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
			begun = true
		case c == '$':
			n := i + 1
			for n < len(text) && (text[n] == '_' || text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] >= '0' && text[n] <= '9') {
				n++
			}
			word.WriteString(getenv(text[i+1 : n]))
			i, begun = n-1, true
		case c == ' ' || c == '\t':
			endWord()
		case c == '|':
			endCommand()
		case c == '&' && strings.HasPrefix(text[i:], "&&"):
			i++
			endStep("&&")
		case c == ';' || c == '\n':
			endStep(";")
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	endStep("")
	return steps
}

// Echo, Cat, True and False are what their names say.
func Echo(t *Task) int {
	fmt.Fprintln(t.Stdout, strings.Join(t.Argv[1:], " "))
	return 0
}

// Cat copies its input.
func Cat(t *Task) int {
	if _, err := io.Copy(t.Stdout, t.Stdin); err != nil {
		return 1
	}
	return 0
}

// True ends with code 0.
func True(*Task) int { return 0 }

// False ends with code 1.
func False(*Task) int { return 1 }
