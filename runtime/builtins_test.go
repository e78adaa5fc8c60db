package runtime

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBuiltinsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, list := range builtinModules {
		for _, m := range *list {
			assert.False(t, seen[m.Name], "%s is there twice", m.Name)
			seen[m.Name] = true
			if m.Load != nil {
				assert.Nil(t, m.JS, m.Name)
				continue
			}
			src, err := m.JS.ReadFile(m.File)
			assert.NoError(t, err, m.Name)
			assert.NotEmpty(t, src, m.Name)
		}
	}
}
