//go:build !linux

package proc

import "context"

func canPoll(*Process) bool { return false }

func runPolling(ctx context.Context, p *Process, input []byte, limits Limits, result *Result) error {
	return runConcurrently(ctx, p, input, limits, result)
}
