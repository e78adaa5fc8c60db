package navigator

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, "en-US"},
		{map[string]string{"LANG": "C"}, "en-US"},
		{map[string]string{"LANG": "C.UTF-8"}, "en-US"},
		{map[string]string{"LANG": "de_DE.UTF-8"}, "de-DE"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LC_ALL": "sv"}, "sv"},
		{map[string]string{"LC_ALL": "", "LC_MESSAGES": "ca_ES@valencia"}, "ca-ES"},
	} {
		assert.Equal(t, c.want, language(func(name string) (string, bool) {
			v, ok := c.env[name]
			return v, ok
		}), c.env)
	}
}
