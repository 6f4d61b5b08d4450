package sentence

import (
	"errors"
	"strings"

	"voronka/cache"
	"voronka/ui/i18n"
)

// Count counts rows in words: "3 leads", "1 contact".
func (n Names) Count(rows []cache.Row) string {
	t := n.Format.Texts()
	counts := map[cache.Entity]int{}
	for _, r := range rows {
		counts[r.Entity]++
	}
	var parts []string
	for _, part := range []struct {
		count int
		words func(int) string
	}{
		{counts[cache.Leads], func(n int) string { return t.N("total.leads", n) }},
		{counts[cache.Contacts], func(n int) string { return t.N("count.contacts", n) }},
		{counts[cache.Companies], func(n int) string { return t.N("count.companies", n) }},
		{counts[cache.Tasks], func(n int) string { return t.N("count.tasks", n) }},
		{counts[cache.Notes], func(n int) string { return t.N("count.notes", n) }},
	} {
		if part.count > 0 {
			parts = append(parts, part.words(part.count))
		}
	}
	return strings.Join(parts, ", ")
}

// ActTitle says in one line what an act did and to what: by name when that is
// one row, or else by count. "Move · 3 leads".
func (n Names) ActTitle(a cache.Act) string {
	what := n.Count(a.Rows)
	if len(a.Rows) == 1 {
		if name := n.Rows[a.Rows[0]]; name != "" {
			what = n.Format.Texts().T("act.quoted", "Name", short(name))
		}
	}
	return n.Format.Texts().T("act.title", "What", n.ActNoun(a.Kind), "Rows", what)
}

// ActNoun names the kind of an act, for "Undo: …".
func (n Names) ActNoun(kind cache.ActKind) string {
	t := n.Format.Texts()
	switch kind {
	case cache.ActMove:
		return t.T("act_noun.move")
	case cache.ActAssign:
		return t.T("act_noun.assign")
	case cache.ActTag:
		return t.T("act_noun.tag")
	case cache.ActLink:
		return t.T("act_noun.link")
	case cache.ActCreate:
		return t.T("act_noun.create")
	case cache.ActComplete:
		return t.T("act_noun.complete")
	case cache.ActNote:
		return t.T("act_noun.note")
	case cache.ActResolve:
		return t.T("act_noun.resolve")
	}
	return t.T("act_noun.edit")
}

// Undo explains why an act cannot be taken back or carried out again; empty
// when the error is about something else.
func Undo(t *i18n.Texts, err error, _ string) string {
	var stuck *cache.UndoError
	if !errors.As(err, &stuck) {
		return ""
	}
	switch stuck.Reason {
	case cache.UndoMade:
		return t.Failure(i18n.UndoMade)
	case cache.UndoGone:
		return t.Failure(i18n.UndoGone)
	case cache.UndoSending:
		return t.Failure(i18n.UndoSending)
	}
	return t.Failure(i18n.UndoChanged)
}
