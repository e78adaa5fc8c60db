//go:build unix && !(linux && (amd64 || arm64))

package proc

import "github.com/gojs-run/gojs/spawn"

func launchProcess(cmd *spawn.Command, path string, argv, env []string, ends []end) (int, handle, error) {
	return launchPortably(cmd, path, argv, env, ends)
}
