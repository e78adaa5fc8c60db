package modules

import "strings"

func envKey(name string) string { return strings.ToUpper(name) }
