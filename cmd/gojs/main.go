// Command gojs runs JavaScript as node does: gojs script.js.
package main

import (
	"os"
)

func main() {
	os.Exit(doMain(os.Args, os.Stdin, os.Stdout, os.Stderr))
}
