package feed

import (
	"strconv"
	"time"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/phone"
)

// kind is which face shows an item.
type kind = int

// The kinds of items.
const (
	dayItem kind = iota
	noteItem
	eventItem
	footItem
)

// item is one row of the list, in words.
type item struct {
	kind    kind
	key     string
	spans   []span // of a note its text
	meta    string // over a note: who and when
	state   string // at the right of that: that it was not sent yet; empty when it was
	alarm   bool   // the state is a refusal or a conflict
	author  int64
	who     string
	mine    bool // may be edited
	note    int64
	open    bool // a long note is shown whole
	wrapped wrapped
}

func timeIn(at int64, f *format.Format) time.Time { return time.Unix(at, 0).In(f.Location()) }

// unsent is how the unsent changes of notes stand, by the note's id.
type unsent map[int64]cache.ChangeState

func unsentNotes(changes []cache.Change) unsent {
	u := unsent{}
	for i := range changes {
		if changes[i].Entity == cache.Notes {
			u[changes[i].EntityID] = changes[i].State
		}
	}
	return u
}

// author is who is looking at the feed.
type author struct {
	id   int64
	name string
}

// items puts entries into words, with a heading over every day.
func (t teller) items(entries []cache.FeedEntry, u unsent, me author) []item {
	list := make([]item, 0, len(entries)+8)
	last := ""
	for i := range entries {
		e := entries[i]
		if day := t.day(e.At); day != last {
			last = day
			list = append(list, item{kind: dayItem, key: "day " + t.format.Date(e.At), spans: []span{{text: day}}})
		}
		if e.Note == nil {
			list = append(list, item{kind: eventItem, key: "event " + e.EventID, spans: t.event(e)})
			continue
		}
		list = append(list, t.note(e, u, me))
	}
	return list
}

func (t teller) note(e cache.FeedEntry, u unsent, me author) item {
	n := e.Note
	it := item{kind: noteItem, key: "note " + strconv.FormatInt(n.ID, 10), note: n.ID, author: e.AuthorID, who: e.Author}
	if n.ID < 0 && it.author == 0 { // born here: the server has not named its author yet
		it.author, it.who = me.id, me.name
	}
	it.mine = it.author == me.id && n.NoteType == amo.NoteCommon
	who := it.who
	if who == "" {
		who = t.texts().T("feed.robot")
	}
	it.meta = who + " · " + t.format.Time(e.At)
	if about := t.about(n); about != "" {
		it.meta += " · " + about
	}
	it.spans = []span{{text: t.noteText(e)}}
	switch u[n.ID] {
	case cache.ChangeRefused, cache.ChangeConflict:
		it.state, it.alarm = t.texts().T("card.refused"), true
	case "":
		if n.ID < 0 {
			it.state = t.texts().T("card.pending")
		}
	default:
		it.state = t.texts().T("card.pending")
	}
	return it
}

// noteText is what a note says; numbers are shown as all others are.
func (t teller) noteText(e cache.FeedEntry) string {
	switch p := e.Note.Typed().(type) {
	case amo.CallNote:
		return joined(phone.Show(p.Phone), p.CallResult)
	case amo.SMSNote:
		return joined(phone.Show(p.Phone), p.Text)
	}
	if e.Text == "" {
		return t.texts().T("feed.no_text")
	}
	return e.Text
}

func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + "\n" + b
}
