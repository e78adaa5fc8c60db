package loader

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestText(t *testing.T) {
	assert.Equal(t, "a", Text([]byte("\xef\xbb\xbfa")))
	assert.Equal(t, "caf\ufffd('\u00e9')", Text([]byte("caf\xe9('\xc3\xa9')")), "another encoding's letter")
	assert.Equal(t, "\ufffd.\ufffd\ufffd", Text([]byte("\xe2\x82.\xff\xfe")), "one for what began a character, one for each byte that begins none")
}
