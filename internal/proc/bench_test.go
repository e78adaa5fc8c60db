//go:build unix

package proc

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
)

func BenchmarkStartAndWait(b *testing.B) {
	env := os.Environ()
	for b.Loop() {
		cmd := &spawn.Command{Name: "/bin/true", Argv: []string{"/bin/true"}, Env: env, Stdio: make([]spawn.Stdio, 3)}
		Local.LookPath(cmd)
		p, err := Local.Start(context.Background(), cmd)
		require.NoError(b, err)
		_, err = p.Wait()
		require.NoError(b, err)
	}
}
