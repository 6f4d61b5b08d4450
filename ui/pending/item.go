package pending

import (
	"slices"

	"voronka/cache"
	"voronka/ui/kit"
)

// item is one entry of the page, in words. It is made off the UI goroutine and
// not changed afterwards.
type item struct {
	key   string // stays the same while the words change: "change-12"
	row   cache.Row
	tone  kit.Tone
	sign  string // what the tone says, in a word; empty for what only waits
	title string
	line  string // what is to be sent, since when, what it waits for
	note  string // the server's last answer; empty without one
	alarm bool   // it waits for the person
	table []line // the fields of a conflict
	acts  []act
}

// line is one field of a change in conflict.
type line struct {
	key                  string
	name                 string
	before, mine, theirs string
	free                 bool // nobody else has touched it
	change               int64
	move                 bool // the place of a lead: pipeline and status together
}

// verb is what can be done with an item.
type verb uint8

const (
	cancel verb = iota + 1
	retry
	takeMine
	takeTheirs
	keepAsNew
	drop
	adopt // of a create that is unclear: it has made this row
	sendAgain
)

// act is a button of an item.
type act struct {
	verb  verb
	name  string // the button's id is "button:name"
	text  string
	main  bool
	id    int64 // a change, or with adopt the row
	other int64 // with adopt: the change
}

func (i *item) same(o *item) bool {
	return i.key == o.key && i.row == o.row && i.tone == o.tone && i.sign == o.sign && i.title == o.title &&
		i.line == o.line && i.note == o.note && i.alarm == o.alarm && i.sameShape(o)
}

// sameShape reports whether both have the same buttons and fields, so that the
// widgets of the one can go on for the other.
func (i *item) sameShape(o *item) bool {
	return slices.Equal(i.table, o.table) && slices.Equal(i.acts, o.acts)
}
