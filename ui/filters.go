package ui

import (
	"encoding/json"
	"reflect"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// filters is what the person has narrowed the board to. The zero value shows
// everything.
type filters struct {
	mine               bool
	owner              int64  // 0: everyone; not used together with mine
	tag                string // empty: any
	priceFrom, priceTo int64  // whole units of the account currency, 0: open
	task               cache.TaskState
	created, updated   span
	since              int64 // changed since then, Unix seconds: while the person was away; 0: any time
	text               string
	fields             []fieldFilter // one a field; all have to be met. Never changed in place: filters share it
}

// span is a time in whole days of the account's zone: the last so many, or from
// a day to a day, either of which may be open.
type span struct {
	Days int   `json:"days,omitempty"`
	From int64 `json:"from,omitempty"` // Unix seconds, the first one of a day
	To   int64 `json:"to,omitempty"`   // the last one of a day
}

func (s span) empty() bool { return s == span{} }

// bounds are the first and the last second, 0 for open ones; start is when
// today began.
func (s span) bounds(start int64) (from, to int64) {
	if s.Days > 0 {
		return start - int64(s.Days-1)*day, 0
	}
	return s.From, s.To
}

// keptFilters is how filters are written down. When the person was away is of
// no use later.
type keptFilters struct {
	Mine      bool            `json:"mine,omitempty"`
	Owner     int64           `json:"owner,omitempty"`
	Tag       string          `json:"tag,omitempty"`
	PriceFrom int64           `json:"price_from,omitempty"`
	PriceTo   int64           `json:"price_to,omitempty"`
	Task      cache.TaskState `json:"task,omitempty"`
	Created   span            `json:"created,omitzero"`
	Updated   span            `json:"updated,omitzero"`
	Text      string          `json:"text,omitempty"`
	Fields    []fieldFilter   `json:"fields,omitempty"`
}

// MarshalJSON writes the filters down, to be kept.
func (f filters) MarshalJSON() ([]byte, error) {
	return json.Marshal(keptFilters{f.mine, f.owner, f.tag, f.priceFrom, f.priceTo, f.task, f.created, f.updated, f.text, f.fields})
}

// UnmarshalJSON reads filters that were kept.
func (f *filters) UnmarshalJSON(b []byte) error {
	var k keptFilters
	if err := json.Unmarshal(b, &k); err != nil {
		return err
	}
	*f = filters{
		mine: k.Mine, owner: k.Owner, tag: k.Tag, priceFrom: k.PriceFrom, priceTo: k.PriceTo, task: k.Task,
		created: k.Created, updated: k.Updated, text: k.Text, fields: k.Fields,
	}
	return nil
}

// savedFilter is filters under a name.
type savedFilter struct {
	Name   string  `json:"name"`
	Filter filters `json:"filter"`
}

// empty reports whether nothing is narrowed.
func (f filters) empty() bool { return f.same(filters{}) }

// same reports whether two filters narrow alike.
func (f filters) same(g filters) bool { return reflect.DeepEqual(f, g) }

const day = 24 * 60 * 60 // seconds; Tashkent keeps one time all the year

// query is the filter as the replica takes it: me is the current user, now the
// moment in the account's time zone, defined the account's fields of leads.
// Conditions on fields that do not apply are left out.
func (f filters) query(me int64, now time.Time, defined []amo.CustomField) cache.Filter {
	start := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	out := cache.Filter{
		Text: f.text, Task: f.task, Now: now.Unix(), DayStart: start.Unix(), DayEnd: start.AddDate(0, 0, 1).Unix() - 1,
	}
	switch {
	case f.mine:
		out.OwnerIDs = []int64{me}
	case f.owner != 0:
		out.OwnerIDs = []int64{f.owner}
	}
	if f.tag != "" {
		out.Tags = []string{f.tag}
	}
	if f.priceFrom > 0 {
		out.PriceFrom = &f.priceFrom
	}
	if f.priceTo > 0 {
		out.PriceTo = &f.priceTo
	}
	out.CreatedFrom, out.CreatedTo = f.created.bounds(start.Unix())
	out.UpdatedFrom, out.UpdatedTo = f.updated.bounds(start.Unix())
	if f.since != 0 {
		out.UpdatedFrom = max(out.UpdatedFrom, f.since)
		out.NotUpdatedBy = me // what one has done oneself is no news
	}
	for _, c := range f.fields {
		if def := fieldIn(defined, c.ID); c.applies(def) {
			out.Fields = append(out.Fields, c.query(start))
		}
	}
	return out
}
