package auth

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

// Renewable is what a Refresher renews; *Tokens is one.
type Renewable interface {
	RefreshIfNeeded(ctx context.Context, within time.Duration) (bool, error)
}

// Account is a connection with tokens to renew.
type Account struct {
	Name   string // of the connection, for reports
	Tokens Renewable
}

// Outcome is what became of one account.
type Outcome struct {
	Name    string
	Renewed bool
	Err     error
}

const (
	everyHour = time.Hour
	// accountTimeout bounds one account, so that one server that hangs does not
	// keep the others from their turn.
	accountTimeout = 3 * time.Minute
)

// Refresher renews the tokens of all accounts ahead of time, so that none is
// found expired by the first call after a pause, and no refresh token grows
// old in a program that runs for months.
type Refresher struct {
	// Accounts lists the accounts anew for each round.
	Accounts func(context.Context) ([]Account, error)
	// Every is the time between rounds, give or take a tenth; 0 for an hour.
	Every time.Duration
	// Report gets the outcome of each account; may be nil.
	Report func(Outcome)
	Log    *slog.Logger // nil for none
}

// Run goes round until the context ends, at once for the first time. Failures
// are reported and tried again in the next round.
func (r *Refresher) Run(ctx context.Context) {
	for {
		outcomes, err := r.Once(ctx)
		if err != nil && ctx.Err() == nil {
			r.logger().WarnContext(ctx, "accounts not listed", "error", err)
		}
		if r.Report != nil {
			for _, o := range outcomes {
				r.Report(o)
			}
		}
		if sleep(ctx, jittered(r.every())) != nil {
			return
		}
	}
}

// Once goes round once: it renews every token that would not last until well
// after the next round. It fails when the accounts cannot be listed; failures
// of accounts are in their outcomes.
func (r *Refresher) Once(ctx context.Context) ([]Outcome, error) {
	accounts, err := r.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	within := r.every()*3/2 + early
	outcomes := make([]Outcome, 0, len(accounts))
	for _, account := range accounts {
		if ctx.Err() != nil {
			return outcomes, context.Cause(ctx)
		}
		o := Outcome{Name: account.Name}
		limited, cancel := context.WithTimeout(ctx, accountTimeout)
		o.Renewed, o.Err = account.Tokens.RefreshIfNeeded(limited, within)
		cancel()
		outcomes = append(outcomes, o)
	}
	return outcomes, nil
}

func (r *Refresher) every() time.Duration {
	if r.Every <= 0 {
		return everyHour
	}
	return r.Every
}

func (r *Refresher) logger() *slog.Logger {
	if r.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return r.Log
}

// jittered keeps the computers of an office from asking all at once.
func jittered(d time.Duration) time.Duration {
	tenth := int64(d / 10)
	if tenth <= 0 {
		return d
	}
	return d - time.Duration(tenth) + time.Duration(rand.Int64N(2*tenth))
}
