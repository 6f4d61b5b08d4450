package sandbox

import (
	"crypto/aes"
	"crypto/cipher"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// The kinds of sealed texts.
const (
	sealedCode    byte = 'c'
	sealedRefresh byte = 'r'
)

// sealedPrefix begins every code and refresh token, as it does at amoCRM.
const sealedPrefix = "def502"

// sealedSize pads the content, which gives texts of some 800 characters.
const sealedSize = 372

// sealed is what a code or a refresh token says to the server that made it.
// It is encrypted, so that a text that was cut or touched is not understood.
type sealed struct {
	kind    byte
	account int64
	grant   int64
	serial  int64 // of the pair a refresh token belongs to
	at      int64 // Unix seconds of its birth
}

// sealer makes and reads such texts. Its key grows from the seed, so that a
// restarted sandbox knows its own again.
type sealer struct{ aead cipher.AEAD }

func newSealer(seed uint64) (sealer, error) {
	key := sha256.Sum256(fmt.Appendf(nil, "voronka sandbox seal %d", seed))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return sealer{}, fmt.Errorf("make sealing key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return sealer{}, fmt.Errorf("make sealing key: %w", err)
	}
	return sealer{aead}, nil
}

func (x sealer) seal(what sealed) string {
	plain := make([]byte, sealedSize)
	plain[0] = what.kind
	for i, n := range []int64{what.account, what.grant, what.serial, what.at} {
		binary.BigEndian.PutUint64(plain[1+8*i:], uint64(n)) //nolint:gosec // a bit pattern
	}
	nonce := make([]byte, x.aead.NonceSize())
	cryptorand.Read(nonce)
	return sealedPrefix + hex.EncodeToString(x.aead.Seal(nonce, nonce, plain, nil))
}

// open reads a text of the kind; ok is false for every other text.
func (x sealer) open(kind byte, text string) (what sealed, ok bool) {
	digits, found := strings.CutPrefix(text, sealedPrefix)
	raw, err := hex.DecodeString(digits)
	if !found || err != nil || len(raw) < x.aead.NonceSize() {
		return sealed{}, false
	}
	size := x.aead.NonceSize()
	plain, err := x.aead.Open(nil, raw[:size], raw[size:], nil)
	if err != nil || len(plain) != sealedSize || plain[0] != kind {
		return sealed{}, false
	}
	var n [4]int64
	for i := range n {
		n[i] = int64(binary.BigEndian.Uint64(plain[1+8*i:])) //nolint:gosec // a bit pattern
	}
	return sealed{kind, n[0], n[1], n[2], n[3]}, true
}
