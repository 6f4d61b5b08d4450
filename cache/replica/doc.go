// Package replica keeps one account's cache.Store equal to amoCRM: it loads
// the account the first time, pulls what changes, and sends what the person
// changed.
//
// An Engine runs three loops side by side. The puller fills the store (the
// first load, then rounds of changed rows). The pusher takes due changes out
// of the outbox, checks that nobody else changed the same fields, and sends
// them; it never waits for the puller. The prober waits while the server is
// out of reach and lets both go on when it is back. All three belong to Run,
// which waits for them.
//
// What the engine has to remember across a restart stands in marks of the
// store, written in the transaction of the rows they speak of: the checkpoint
// of the first load and one watermark per list. See marks.go.
//
// The API honours no unknown filter or order and says 200 all the same, so
// every walk checks the rows it gets and falls back to reading the whole list
// by numbered pages when they are not what was asked for. See walk.go.
package replica
