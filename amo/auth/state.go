package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"sync"
)

// stateBytes of chance make a state that nobody guesses.
const stateBytes = 32

// State is the mark by which the answer of the consent page is known as the
// answer to our own question. It is good for one answer. It is safe for use by
// many goroutines.
type State struct {
	value string

	mu   sync.Mutex
	used bool
}

// NewState makes a fresh one.
func NewState() *State {
	b := make([]byte, stateBytes)
	// Read never fails: the program ends when the system has no randomness.
	_, _ = rand.Read(b)
	return &State{value: base64.RawURLEncoding.EncodeToString(b)}
}

// Value is the text to send along.
func (s *State) Value() string { return s.value }

// Redeem uses the state up when the answer has it. It fails with
// *CallbackError of KindWrongState or, for one already used, KindReplay. The
// time it takes tells nothing about the state.
func (s *State) Redeem(answer string) error {
	got, want := sha256.Sum256([]byte(answer)), sha256.Sum256([]byte(s.value))
	if subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
		return &CallbackError{Kind: KindWrongState}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used {
		return &CallbackError{Kind: KindReplay}
	}
	s.used = true
	return nil
}

// Format keeps the state out of anything printed.
func (s *State) Format(f fmt.State, _ rune) { writeText(f, "[state]") }
