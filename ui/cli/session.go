package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/account"
)

// session is one account, opened: its replica, and the engine between that
// and the server. The engine does nothing until Start or Once.
type session struct {
	Conn   cache.Connection
	Store  *cache.Store
	Engine *replica.Engine

	desk   *desk
	client *amo.Client
	tokens *account.Tokens
	log    *logbook
	ctx    context.Context // of the running engine
	end    context.CancelFunc
	start  sync.Once
	runs   sync.WaitGroup
	hooks  []func() // to be taken off at the end
	close  func() error
}

// openSession opens an account's replica and puts an engine on it. It touches
// neither the network nor the keychain: the token is unsealed when the first
// request needs it. The engine of Start ends with ctx.
func (d *desk) openSession(ctx context.Context, conn cache.Connection) (*session, error) {
	limits, err := d.limits(ctx, conn.AccountID)
	if err != nil {
		return nil, err
	}
	tokens := d.accounts.Tokens(conn)
	road, err := newRoad(conn.BaseURL)
	if err != nil {
		return nil, err
	}
	client, err := amo.NewClient(conn.BaseURL, tokens,
		amo.WithHTTPClient(&http.Client{Transport: road}),
		amo.WithLimiter(amo.NewLimiter(limits)),
		amo.WithUserAgent(agent()),
		amo.WithLogger(d.log.Logger))
	if err != nil {
		return nil, err
	}
	store, err := d.OpenAccount(ctx, conn.AccountID)
	if err != nil {
		return nil, err
	}
	s := &session{Conn: conn, Store: store, desk: d, client: client, tokens: tokens, log: d.log}
	s.ctx, s.end = context.WithCancel(ctx)
	s.Engine = replica.New(replica.Options{
		Store:      store,
		API:        client,
		Lock:       func() (func(), error) { return d.LockEngine(conn.AccountID) },
		Deliveries: d.DeliveriesDir(conn.AccountID),
		Log:        d.log.With("account", conn.AccountID),
	})
	s.hooks = []func(){s.Engine.Watch(s.heal), tokens.OnMoved(road.lead)}
	s.close = sync.OnceValue(s.shut)
	return s, nil
}

// heal takes the mark off an account that had to be signed in to again, when
// its server talks to the engine after all.
func (s *session) heal(status replica.Status) {
	if status.Phase != replica.PhaseIdle || status.Err != nil || status.LastSync == 0 {
		return
	}
	if err := s.tokens.Works(s.ctx); err != nil && s.ctx.Err() == nil {
		s.log.Error("account not marked as working", "account", s.Conn.AccountID, "err", err)
	}
}

// Start lets the engine run until Close. Further calls do nothing.
func (s *session) Start() {
	s.start.Do(func() {
		s.runs.Go(func() {
			if err := s.Engine.Run(s.ctx); err != nil && s.ctx.Err() == nil {
				s.log.Error("engine stopped", "account", s.Conn.AccountID, "err", err)
			}
		})
	})
}

// Close stops the engine, waits for it and closes the replica. Further calls
// do nothing but give the same error.
func (s *session) Close() error { return s.close() }

func (s *session) shut() error {
	s.end()
	s.runs.Wait()
	for _, off := range s.hooks {
		off()
	}
	s.client.Close()
	if err := s.Store.Close(); err != nil {
		return fmt.Errorf("close account %d: %w", s.Conn.AccountID, err)
	}
	return nil
}

// window is the session as the window gets it. Held changes become due when
// the window closes: there is nobody left to undo them.
func (s *session) window() Account {
	return Account{
		ID:        s.Conn.AccountID,
		Name:      s.Conn.Name,
		Host:      s.Conn.Host,
		WebURL:    s.Conn.BaseURL,
		Store:     s.Store,
		Engine:    s.Engine,
		StartSync: s.Start,
		Close: sync.OnceValue(func() error {
			return errors.Join(s.Store.ReleaseHolds(context.WithoutCancel(s.ctx)), s.Close())
		}),
	}
}

// The limits of an account under the folder's settings, see settingLimits.
const (
	limitsOn  = "on"
	limitsOff = "off"
)

// settingLimits is the folder's setting that switches the limits of an account
// off: for sandboxes.
func settingLimits(accountID int64) string {
	return "limits/" + strconv.FormatInt(accountID, 10)
}

func (d *desk) limits(ctx context.Context, accountID int64) (amo.Limits, error) {
	setting, err := d.Setting(ctx, settingLimits(accountID))
	if err != nil {
		return amo.Limits{}, err
	}
	return limitsOf(setting), nil
}

// limitsOf gives the limits under the setting's value.
func limitsOf(setting string) amo.Limits {
	if setting == limitsOff {
		return amo.Limits{}
	}
	return amo.DefaultLimits()
}
