package crypto

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// samples is a key of each kind.
func samples(t testing.TB) (list []*key) {
	t.Helper()
	add := func(k *key, err error) {
		require.NoError(t, err)
		list = append(list, k)
	}
	for _, name := range []string{"prime256v1", "secp256k1", "secp224r1"} {
		add(generateEC(curveOf(name)))
	}
	for _, name := range okpNames {
		p := okpFromPrivate(name, make([]byte, okpLen(name)))
		list = append(list, &key{pair: p, private: true})
	}
	add(generateDSA(512, 160))
	p, err := generateRSA(512, 3)
	require.NoError(t, err)
	list = append(list, &key{pair: &rsaPair{public: &p.PublicKey, private: p}, private: true},
		&key{pair: &rsaPair{public: &p.PublicKey, private: p, pss: true, limits: &pssLimits{"sha256", "sha1", 17}}, private: true})
	return list
}

func TestKeysAreReadAsTheyAreWritten(t *testing.T) {
	for _, k := range samples(t) {
		for _, format := range []string{"pem", "der"} {
			private, err := keyForm{private: true, format: format, kind: "pkcs8"}.encode(k)
			require.NoError(t, err)
			again, err := keyText{data: private, pem: format == "pem", kind: "pkcs8"}.decode(true)
			require.NoError(t, err, k.algorithm())
			require.True(t, again.equal(k), k.algorithm())

			sealed, err := keyForm{private: true, format: format, kind: "pkcs8", cipher: "aes-192-cbc", passphrase: []byte("word")}.encode(k)
			require.NoError(t, err)
			text := keyText{data: sealed, pem: format == "pem", kind: "pkcs8", passphrase: []byte("word"), hasPassphrase: true}
			again, err = text.decode(true)
			require.NoError(t, err)
			require.True(t, again.equal(k))
			text.passphrase = []byte("another")
			_, err = text.decode(true)
			require.Error(t, err)

			public, err := keyForm{format: format, kind: "spki"}.encode(k)
			require.NoError(t, err)
			half, err := keyText{data: public, pem: format == "pem", kind: "spki"}.decode(false)
			require.NoError(t, err)
			require.True(t, half.equal(k.publicHalf()))
			require.Equal(t, "public", half.kind())
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, k := range samples(f) {
		for _, format := range []string{"pem", "der"} {
			b, err := keyForm{private: true, format: format, kind: "pkcs8"}.encode(k)
			require.NoError(f, err)
			f.Add(b, "pkcs8")
			b, err = keyForm{format: format, kind: "spki"}.encode(k)
			require.NoError(f, err)
			f.Add(b, "spki")
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, kind string) {
		for _, pem := range []bool{true, false} {
			for _, private := range []bool{true, false} {
				k, err := keyText{data: data, pem: pem, kind: kind, passphrase: []byte("x"), hasPassphrase: true}.decode(private)
				if err != nil {
					continue
				}
				if _, err := (keyForm{format: "der", kind: "spki"}).encode(k.publicHalf()); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
