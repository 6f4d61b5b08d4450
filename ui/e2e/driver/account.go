package driver

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Account is a sandbox account as a client reaches it.
type Account struct {
	BaseURL      string `json:"base_url"`
	ClientID     string `json:"client_id"`
	Token        string `json:"long_lived_token"`
	ClientSecret string `json:"client_secret"` // opens the hooks for what only a person can do in amoCRM
}

// Sandbox is a sandbox that runs as a process of its own.
type Sandbox struct {
	*Process
	Account
}

// ServeSandbox starts `voronka sandbox` and waits until it has said where it
// listens.
func ServeSandbox(path string, args ...string) (*Sandbox, error) {
	p, err := Start(path, nil, append([]string{"sandbox"}, args...)...)
	if err != nil {
		return nil, err
	}
	line, err := p.Line()
	if err != nil {
		return nil, errors.Join(err, p.Kill())
	}
	s := &Sandbox{Process: p}
	if err := json.Unmarshal([]byte(line), &s.Account); err != nil {
		return nil, errors.Join(fmt.Errorf("sandbox's first line: %w", err), p.Kill())
	}
	p.Drain()
	return s, nil
}
