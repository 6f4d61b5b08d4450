package ui

import (
	"strings"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

// hitsMost is how many hits are offered.
const hitsMost = 50

// snippetMost is how much is told beside a hit's name, in characters.
const snippetMost = 36

// openSearch looks for anything in the account while one types. Answers that
// come late are dropped by the menu.
func (w *window) openSearch(text string) {
	if w.board == nil {
		return
	}
	w.shell.MenuOverSearch(text, kit.MenuParams{
		Name: "search", Search: w.texts.T("topbar.search"), Empty: w.texts.T("search.hint"),
		Find: func(text string, show func([]kit.Item)) {
			if strings.TrimSpace(text) == "" {
				show(nil)
				return
			}
			w.tasks.Go(func() {
				hits, err := w.p.Account.Store.Search(w.ctx, text, hitsMost)
				w.do(func() {
					if err != nil {
						w.fail(err)
						return
					}
					items := make([]kit.Item, len(hits))
					for i, h := range hits {
						items[i] = w.hitItem(h)
					}
					show(items)
				})
			})
		},
		Offer: func(text string) (kit.Item, bool) {
			return kit.Item{Text: w.texts.T("search.filter", "Text", text), Icon: theme.IconFilter, Separator: true, Do: func() {
				w.showScreen(shell.Board)
				w.filter(func(f *filters) { f.text = text })
			}}, true
		},
	})
}

// hitItem is a hit as the list shows it.
func (w *window) hitItem(h cache.Hit) kit.Item {
	row, icon, word := cache.Row{ID: h.ID}, theme.IconName(""), ""
	switch h.Kind {
	case cache.HitLead:
		row.Entity, icon, word = cache.Leads, theme.IconMoney, w.texts.T("lead.panel")
	case cache.HitContact:
		row.Entity, icon, word = cache.Contacts, theme.IconUser, w.texts.T("pending.contact")
	case cache.HitCompany:
		row.Entity, icon, word = cache.Companies, theme.IconCompany, w.texts.T("lead.company")
	case cache.HitNote:
		row, icon, word = cache.Row(h.About), theme.IconMail, w.texts.T("act.note")
	}
	title := h.Title
	if title == "" {
		title = word + " #" + formatID(h.ID)
	}
	hint := word
	if snippet := []rune(strings.Join(strings.Fields(h.Snippet), " ")); len(snippet) > snippetMost {
		hint = strings.TrimSpace(string(snippet[:snippetMost])) + "…"
	} else if len(snippet) > 0 {
		hint = string(snippet)
	}
	return kit.Item{
		ID: "hit-" + string(h.Kind) + "-" + formatID(h.ID), Text: title, Hint: hint, Icon: icon, Do: func() { w.openRow(row) },
	}
}

// showScreen goes to a screen, if it is not the one that is shown.
func (w *window) showScreen(s shell.Screen) {
	if w.screen != s {
		w.navigate(s)
	}
}
