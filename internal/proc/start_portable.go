//go:build unix && !(linux && (amd64 || arm64))

package proc

import "github.com/gojs-run/gojs/spawn"

func launchProcess(cmd *spawn.Command, path string, argv []string, ends []end) (int, handle, error) {
	return forkExec(cmd, path, argv, ends)
}
