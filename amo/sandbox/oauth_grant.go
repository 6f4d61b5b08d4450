package sandbox

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// grantRow is one consent and the pair of tokens that lives by it. It is
// replaced as a whole, never changed.
type grantRow struct {
	ID      int64  `json:"id"`
	UUID    string `json:"uuid"` // names the grant in access tokens
	User    int64  `json:"user"`
	Account int64  `json:"account"` // the one that was picked
	CodeAt  int64  `json:"code_at"`
	Serial  int64  `json:"serial,omitempty"` // of the living pair; 0 until the code is exchanged
	Access  string `json:"access,omitempty"` // id of the newest access token
	Revoked bool   `json:"revoked,omitempty"`
}

// appRow is the integration and the account's address, as far as they have
// been changed. Empty means as generated.
type appRow struct {
	Secret     string `json:"secret,omitempty"`
	Off        bool   `json:"off,omitempty"`
	Barred     bool   `json:"barred,omitempty"` // the long-lived token was revoked
	Subdomain  string `json:"subdomain,omitempty"`
	Host       string `json:"host,omitempty"`
	OldStatus  int    `json:"old_status,omitempty"`
	Restricted bool   `json:"restricted,omitempty"` // an external integration: no users
}

// Grant is one consent of a user, as the integration's page in amoCRM lists it.
type Grant struct {
	ID        int64 `json:"id"`
	UserID    int64 `json:"user_id"`
	AccountID int64 `json:"account_id"`
	GrantedAt int64 `json:"granted_at"` // Unix seconds
	// Pairs counts the token pairs handed out: 0 until the code was exchanged,
	// then one more with every refresh.
	Pairs   int64 `json:"pairs"`
	Revoked bool  `json:"revoked"`
}

// Grants are all consents, oldest first.
func (s *Server) Grants() []Grant {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	grants := make([]Grant, 0, len(s.state.grants))
	for _, g := range s.state.grants {
		grants = append(grants, Grant{g.ID, g.User, g.Account, g.CodeAt, g.Serial, g.Revoked})
	}
	slices.SortFunc(grants, func(a, b Grant) int { return cmp.Compare(a.ID, b.ID) })
	return grants
}

// errNoGrant is the answer to hooks that name a grant that is not there.
var errNoGrant = errors.New("sandbox: no such grant")

// RevokeGrant ends a grant as an administrator does: its access token is
// refused by the API at once, its refresh token by the token endpoint.
func (s *Server) RevokeGrant(id int64) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.grants[id]
	if old == nil {
		return fmt.Errorf("%w: %d", errNoGrant, id)
	}
	g := *old
	g.Revoked = true
	return s.save(record{Grant: &g})
}

// SetIntegrationEnabled switches the integration off or on. Off ends all of
// its grants for good, and refuses the long-lived token and new pairs until
// it is on again, which the next consent brings about as well.
func (s *Server) SetIntegrationEnabled(enabled bool) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	app := s.state.app
	app.Off = !enabled
	records := []record{{App: &app}}
	if !enabled {
		for _, old := range s.state.grants {
			g := *old
			g.Revoked = true
			records = append(records, record{Grant: &g})
		}
	}
	return s.save(records...)
}

// RevokeLongLivedToken ends the long-lived token for good.
func (s *Server) RevokeLongLivedToken() error {
	return s.changeApp(func(app *appRow) { app.Barred = true })
}

// SetExternal makes the integration one that was created by a site's button,
// or an ordinary one again: external ones may not see users.
func (s *Server) SetExternal(external bool) error {
	return s.changeApp(func(app *appRow) { app.Restricted = external })
}

// RegenerateSecret gives the integration a new secret, which Credentials
// tells from then on; the old one is refused. The hooks over HTTP keep the
// first one.
func (s *Server) RegenerateSecret() (string, error) {
	secret := newRequestID() + newRequestID()
	return secret, s.changeApp(func(app *appRow) { app.Secret = secret })
}

// Move is a change of the account's address.
type Move struct {
	// Subdomain is the account's new name, empty to leave it.
	Subdomain string `json:"subdomain"`
	// Host is the new host[:port]; requests to any other host are answered
	// with OldStatus, except for the consent page and for the question where
	// the account is. Empty undoes that.
	Host string `json:"host"`
	// OldStatus is 401 or 404, 404 when zero.
	OldStatus int `json:"old_status"`
}

// MoveAccount renames the account.
func (s *Server) MoveAccount(m Move) error {
	return s.changeApp(func(app *appRow) {
		if m.Subdomain != "" {
			app.Subdomain = m.Subdomain
		}
		app.Host, app.OldStatus = m.Host, m.OldStatus
	})
}

func (s *Server) changeApp(change func(*appRow)) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	app := s.state.app
	change(&app)
	return s.save(record{App: &app})
}

// save makes changed rows durable and then visible. The caller holds the lock.
func (s *Server) save(records ...record) error {
	if s.journal != nil {
		if err := s.journal.append(records); err != nil {
			return fmt.Errorf("sandbox state: %w", err)
		}
	}
	for _, r := range records {
		s.state.apply(r)
	}
	return nil
}

// app is the integration as it is now.
func (s *Server) app() appRow {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return s.state.app
}

// secret is the integration's secret as it is now.
func (s *Server) secret(app appRow) string {
	if app.Secret != "" {
		return app.Secret
	}
	return s.credentials.ClientSecret
}
