package signals

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNameAndNumberAreInverse(t *testing.T) {
	for _, s := range All() {
		n, ok := Number(s.Name)
		assert.True(t, ok, s.Name)
		assert.Equal(t, s.Number, n, s.Name)
		first := Name(n)
		again, _ := Number(first)
		assert.Equal(t, n, again, s.Name)
	}
}

func TestTheFirstNameOfANumberIsReported(t *testing.T) {
	assert.Equal(t, "SIGABRT", Name(syscall.SIGABRT))
	assert.Equal(t, "SIGTERM", Name(syscall.SIGTERM))
}

func TestUnknownNamesAndNumbers(t *testing.T) {
	for _, name := range []string{"", "sigterm", "TERM", "SIGFOO"} {
		_, ok := Number(name)
		assert.False(t, ok, "%q", name)
	}
	assert.Equal(t, "", Name(0))
	assert.Equal(t, "", Name(99))
}
