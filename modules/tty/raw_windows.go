package tty

import "golang.org/x/term"

func makeRaw(fd int) (*term.State, error) { return term.MakeRaw(fd) }
