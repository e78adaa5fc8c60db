// Command files has its scripts in the program itself: nothing of them is on the disk.
package main

import (
	"context"
	"embed"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gojs-run/gojs/runtime"
)

//go:embed scripts
var scripts embed.FS

func main() {
	rt, err := runtime.New(
		runtime.WithFS("/app", scripts),
		runtime.WithPermissions(runtime.Permissions{}), // no other files
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer rt.Close()
	main, err := filepath.Abs("/app/scripts/main.mjs")
	if err == nil {
		err = rt.RunFile(context.Background(), main)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
