package pending

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// words puts a scene into words: what waits for the person first, then the rest
// in the order in which it is sent.
func (s *scene) words(now int64) []item {
	texts := s.names.Format.Texts()
	gone := map[cache.Row]bool{}
	var alarms, refused, waiting []item
	for i := range s.gone {
		gone[s.gone[i].Row] = true
	}
	for i := range s.changes {
		c := &s.changes[i]
		switch {
		case gone[cache.Row{Entity: c.Entity, ID: c.EntityID}]: // told of as a row
		case c.State == cache.ChangeConflict:
			alarms = append(alarms, s.conflict(c))
		case c.State == cache.ChangeUnclear && c.Bundle == 0:
			alarms = append(alarms, s.unclear(c))
		case c.State == cache.ChangeRefused:
			refused = append(refused, s.change(c, now))
		default:
			waiting = append(waiting, s.change(c, now))
		}
	}
	for i := range s.gone {
		alarms = append(alarms, s.goneRow(texts, &s.gone[i]))
	}
	return slices.Concat(alarms, refused, waiting)
}

// change tells of a change that waits, is being sent or was refused.
func (s *scene) change(c *cache.Change, now int64) item {
	t := s.names.Format.Texts()
	id := strconv.FormatInt(c.ID, 10)
	it := item{
		key: "change-" + id, row: cache.Row{Entity: c.Entity, ID: c.EntityID}, tone: kit.ToneBusy,
		title: s.title(c), line: s.deed(c) + " · " + s.since(c, now), note: answer(t, c),
	}
	parts := []string{it.line}
	switch {
	case c.State == cache.ChangeRefused:
		it.tone, it.sign, it.alarm = kit.ToneBad, t.T("card.refused"), true
	case c.State == cache.ChangeSending:
		parts = append(parts, t.T("pending.sending"))
	case c.Attempts > 0:
		it.tone = kit.ToneWarn
		next := t.T("pending.next_now")
		if left := c.DueAt - now; left > 0 {
			next = t.T("pending.next_in", "Wait", s.wait(left))
		}
		parts = append(parts, t.T("pending.attempt", "Count", c.Attempts+1, "When", next))
	case c.State == cache.ChangeHeld && c.DueAt > now:
		parts = append(parts, t.T("pending.held", "Wait", s.wait(c.DueAt-now)))
	case c.Bundle != 0:
		parts = append(parts, t.T("pending.bundled"))
	default:
		parts = append(parts, t.T("pending.queued"))
	}
	it.line = strings.Join(parts, " · ")
	if c.State == cache.ChangeSending {
		return it
	}
	if c.Bundle == 0 && (c.Attempts > 0 || c.State != cache.ChangeQueued) {
		it.acts = append(it.acts, act{verb: retry, name: "retry-" + id, text: t.T("pending.retry"), id: c.ID})
	}
	if !(c.Kind == cache.ChangeCreate && c.Tried) {
		it.acts = append(it.acts, act{verb: cancel, name: "cancel-" + id, text: t.T("pending.cancel"), id: c.ID})
	}
	return it
}

// wait is a time in seconds, as short as can be.
func (s *scene) wait(seconds int64) string {
	t := s.names.Format.Texts()
	if seconds < 90 {
		return t.T("pending.seconds", "Count", seconds)
	}
	return t.T("pending.minutes", "Count", (seconds+59)/60)
}

func (s *scene) since(c *cache.Change, now int64) string {
	return s.names.Format.Ago(c.CreatedAt, now)
}

// title is what the row of a change is called.
func (s *scene) title(c *cache.Change) string {
	row := cache.Row{Entity: c.Entity, ID: c.EntityID}
	if name := s.names.Rows[row]; name != "" {
		return name
	}
	if name := s.names.Value(merge.Text, c.After[merge.Text]); name != "" && c.Entity == cache.Notes {
		return name
	}
	if about := s.names.Rows[entityOf(c.After)]; about != "" {
		return about
	}
	if c.Entity == cache.Leads {
		return s.names.Format.Texts().T("card.no_name", "ID", c.EntityID)
	}
	return s.kind(c.Entity) + " #" + strconv.FormatInt(c.EntityID, 10)
}

// entityOf is what a task or a note is about.
func entityOf(f merge.Fields) cache.Row {
	var entity string
	if json.Unmarshal(f[merge.EntityType], &entity) != nil {
		return cache.Row{}
	}
	return cache.Row{Entity: cache.Entity(entity), ID: whole(f[merge.EntityID])}
}

func whole(raw json.RawMessage) int64 {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return 0 // null or absent
	}
	return n
}

// deed says what a change does.
func (s *scene) deed(c *cache.Change) string {
	row := cache.Row{Entity: c.Entity, ID: c.EntityID}
	if c.Kind != cache.ChangeCreate {
		return strings.Join(s.names.Change(row, c.Before, c.After), " · ")
	}
	t := s.names.Format.Texts()
	parts := []string{s.newKind(c.Entity)}
	switch c.Entity {
	case cache.Leads:
		if price := whole(c.After[merge.Price]); price != 0 {
			parts = append(parts, s.names.Format.Money(price))
		}
		if place := s.names.Stage(c.After); place != "" {
			parts = append(parts, place)
		}
	case cache.Tasks:
		if due := whole(c.After[merge.CompleteTill]); due != 0 {
			parts = append(parts, t.T("pending.due", "When", s.names.Format.DateTime(due)))
		}
	}
	return strings.Join(parts, " · ")
}

func (s *scene) newKind(e cache.Entity) string {
	t := s.names.Format.Texts()
	switch e {
	case cache.Leads:
		return t.T("topbar.new_lead")
	case cache.Contacts:
		return t.T("pending.new_contact")
	case cache.Companies:
		return t.T("pending.new_company")
	case cache.Tasks:
		return t.T("pending.new_task")
	}
	return t.T("pending.new_note")
}

func (s *scene) kind(e cache.Entity) string {
	t := s.names.Format.Texts()
	switch e {
	case cache.Contacts:
		return t.T("pending.contact")
	case cache.Companies:
		return t.T("lead.company")
	case cache.Tasks:
		return t.T("bulk.task")
	case cache.Notes:
		return t.T("act.note")
	}
	return t.T("lead.panel")
}

// answer is what the server said last.
func answer(t *i18n.Texts, c *cache.Change) string {
	text := c.Error
	if text == "" && c.ErrorCode != 0 {
		text = strconv.Itoa(c.ErrorCode)
	}
	switch {
	case text == "":
		return ""
	case c.State == cache.ChangeRefused:
		return t.T("lead.refused", "Reason", strings.TrimRight(text, "."))
	}
	return t.T("pending.answer", "Answer", text)
}

// goneRow tells of a row that was deleted on the server.
func (s *scene) goneRow(t *i18n.Texts, g *cache.GoneRow) item {
	id := strconv.FormatInt(g.ID, 10)
	title := g.Name
	if title == "" {
		title = s.kind(g.Entity) + " #" + id
	}
	var lost []string
	for i := range g.Changes {
		lost = append(lost, s.deed(&g.Changes[i]))
	}
	return item{
		key: "gone-" + string(g.Entity) + "-" + id, row: g.Row, tone: kit.ToneBad, sign: t.T("pending.gone"), alarm: true,
		title: title, line: strings.Join(lost, " · "), note: t.T("pending.gone_note"),
		acts: []act{
			{verb: drop, name: "drop-" + id, text: t.T("pending.drop"), id: g.ID},
			{verb: keepAsNew, name: "keep-" + id, text: t.T("pending.keep"), main: true, id: g.ID},
		},
	}
}

// candidatesShown is how many rows are offered as what an unclear create has
// made.
const candidatesShown = 6

// unclear tells of a create that may have been carried out.
func (s *scene) unclear(c *cache.Change) item {
	t := s.names.Format.Texts()
	id := strconv.FormatInt(c.ID, 10)
	it := item{
		key: "change-" + id, row: cache.Row{Entity: c.Entity, ID: c.EntityID}, tone: kit.ToneWarn, sign: t.T("pending.unclear"), alarm: true,
		title: s.title(c), line: s.deed(c), note: t.T("pending.unclear_note"),
	}
	for _, row := range s.candidates[c.ID][:min(len(s.candidates[c.ID]), candidatesShown)] {
		number := strconv.FormatInt(row.ID, 10)
		text := "#" + number
		if name := s.names.Rows[row]; name != "" {
			text = name + " " + text
		}
		it.acts = append(it.acts, act{
			verb: adopt, name: "adopt-" + id + "-" + number, text: t.T("pending.adopt", "Name", text), id: row.ID, other: c.ID,
		})
	}
	it.acts = append(it.acts, act{verb: sendAgain, name: "send-" + id, text: t.T("pending.send_again"), main: true, id: c.ID})
	return it
}
