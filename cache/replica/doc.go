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
// What stands around the leads is kept current at its own pace: notes and
// incoming leads once a minute, deletions once a minute by the trash and by
// events, definitions every ten minutes, and once a day all ids are compared
// with the server's, a few pages a round. Events and webhook deliveries are
// hints alone: what they name is asked for by id. An idle account costs four
// requests a round, which is twelve a minute, six more a minute for the rest,
// and thirteen every ten minutes for the directory: under 20 of the 100 a
// minute that the limits allow. Catalogs that custom fields choose from are read
// whole once an hour, when the fields choose from others, and when a delivery
// tells of an element.
//
// A feed, the notes and events of one entity, is loaded when somebody looks at
// it; see LoadFeed.
//
// The API honours no unknown filter or order and says 200 all the same, so
// every walk checks the rows it gets and falls back to reading the whole list
// by numbered pages when they are not what was asked for. See walk.go.
package replica
