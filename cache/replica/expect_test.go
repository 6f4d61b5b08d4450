package replica

import (
	"context"
	"testing"
	"time"

	"voronka/cache"
)

// floor is the least number of requests a first load can do with: full pages of
// every list, of leads twice because of the two stages, one request for each
// part of the directory, and the requests of a round.
func floor(t testing.TB, store *cache.Store, round int) int {
	t.Helper()
	counts, err := store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	pages := func(n int) int { return (n + pageSize - 1) / pageSize }
	const notes = 3
	return directoryReads + pages(counts.Leads) + 1 + pages(counts.Contacts) + pages(counts.Companies) + pages(counts.Tasks) + notes + round
}

// directoryReads is how many requests the directory has: the account, users and
// pipelines, three lists each of groups, fields and tags, and loss reasons.
const directoryReads = 13

// idleRound is how many requests a round has when all is due but the
// directory: leads, contacts, companies, tasks, the trash, events, three lists
// of notes, and incoming leads.
const idleRound = 10

func edit(t testing.TB, h *host, kind string, id int64, patch any) {
	t.Helper()
	if err := h.account.Edit(0, kind, id, patch); err != nil {
		t.Fatal(err)
	}
}

func move(t testing.TB, store *cache.Store, lead, status int64, hold time.Duration) {
	t.Helper()
	if _, err := store.MoveLead(t.Context(), cache.Move{LeadID: lead, StatusID: status}, hold); err != nil {
		t.Fatal(err)
	}
}

func mark(t testing.TB, store *cache.Store, key string) string {
	t.Helper()
	text, err := store.Mark(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func outbox(t testing.TB, store *cache.Store) int {
	t.Helper()
	list, err := store.Outbox(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func refused(t testing.TB, store *cache.Store) int {
	t.Helper()
	counts, err := store.Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return counts.Refused
}

func expectOutbox(t testing.TB, store *cache.Store, want int) {
	t.Helper()
	if got := outbox(t, store); got != want {
		t.Fatalf("%d changes in the outbox, want %d", got, want)
	}
}

func expectStatus(t testing.TB, h *host, lead, want int64) {
	t.Helper()
	l, err := h.client().Lead(context.Background(), lead)
	if err != nil {
		t.Fatal(err)
	}
	if l.StatusID != want {
		t.Fatalf("lead %d has status %d on the server, want %d", lead, l.StatusID, want)
	}
}
