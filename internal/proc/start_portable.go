//go:build unix && !(linux && (amd64 || arm64))

package proc

import "github.com/gojs-run/gojs/spawn"

// canLimit: the standard library sets no limits for a child.
const canLimit = false

func launchProcess(cmd *spawn.Command, path string, argv, env []string, ends []end) (int, handle, error) {
	return forkExec(cmd, path, argv, env, ends)
}
