package ui

import (
	"net/url"
	"slices"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// hasContact reports whether a lead's card names a contact.
func (w *window) hasContact(lead int64) bool {
	card, ok := w.board.Card(lead)
	return ok && card.ContactName != ""
}

// callCursor calls the main contact of the lead with the keyboard.
func (w *window) callCursor() {
	if id, at, ok := w.board.Cursor(); ok {
		w.call(id, at)
	}
}

// call hands the phone of a lead's main contact to the system's telephone; of
// several phones one is chosen.
func (w *window) call(lead int64, at fyne.Position) {
	w.tasks.Go(func() {
		detail, err := w.p.Account.Store.Lead(w.ctx, lead)
		w.do(func() {
			if err != nil {
				w.notDone(err)
				return
			}
			w.choosePhone(phonesOf(detail), at)
		})
	})
}

func (w *window) choosePhone(phones []string, at fyne.Position) {
	switch len(phones) {
	case 0:
		w.shell.Snackbar(kit.Message{Text: w.texts.T("snackbar.no_phone"), Key: "call"})
		return
	case 1:
		w.dial(phones[0])
		return
	}
	items := make([]kit.Item, len(phones))
	for i, p := range phones {
		items[i] = kit.Item{ID: "phone-" + formatID(int64(i)), Text: p, Icon: theme.IconPhone, Do: func() { w.dial(p) }}
	}
	w.shell.Menu(at, kit.MenuParams{Name: "call", Title: w.texts.T("lead_menu.call"), Items: items})
}

// dial opens a tel: address, in which only digits and a leading plus stand.
func (w *window) dial(phone string) {
	number := make([]rune, 0, len(phone))
	for i, r := range phone {
		if r >= '0' && r <= '9' || r == '+' && i == 0 {
			number = append(number, r)
		}
	}
	w.follow(&url.URL{Scheme: "tel", Opaque: string(number)})
}

// phonesOf are the phones of the main contact, or of the first one that is
// known.
func phonesOf(d cache.LeadDetail) (phones []string) {
	main := d.Lead.MainContactID()
	i := slices.IndexFunc(d.Contacts, func(c amo.Contact) bool { return c.ID == main })
	if i < 0 && len(d.Contacts) == 0 {
		return nil
	}
	for _, f := range d.Contacts[max(i, 0)].CustomFieldsValues {
		if f.FieldCode == nil || *f.FieldCode != "PHONE" {
			continue
		}
		for _, v := range f.Typed(amo.FieldMultitext) {
			if m, ok := v.(amo.Multitext); ok && m.Value != "" {
				phones = append(phones, m.Value)
			}
		}
	}
	return phones
}
