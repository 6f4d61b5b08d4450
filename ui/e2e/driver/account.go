package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// Account is a sandbox account as a client reaches it.
type Account struct {
	BaseURL string `json:"base_url"`
	Token   string `json:"long_lived_token"`
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

// Status asks the server which status a lead is in.
func (a Account) Status(ctx context.Context, lead int64) (status int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/api/v4/leads/%d", a.BaseURL, lead), nil)
	if err != nil {
		return 0, fmt.Errorf("ask for lead %d: %w", lead, err)
	}
	req.Header.Set("Authorization", "Bearer "+a.Token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("ask for lead %d: %w", lead, err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("ask for lead %d: %s", lead, resp.Status)
	}
	var answer struct {
		StatusID int64 `json:"status_id"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return 0, fmt.Errorf("ask for lead %d: %w", lead, err)
	}
	return answer.StatusID, nil
}
