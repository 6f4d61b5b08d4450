package people

import (
	"math"
	"strings"

	"voronka/cache"
	"voronka/ui/field"
)

// mostFound is how many a search offers.
const mostFound = 30

// firstFresh is the id of the first company that is offered though there is
// none yet: far below those of rows that were born here.
const firstFresh = math.MinInt64 / 2

// find looks for contacts or companies, whose names are remembered.
func (f *Form) find(text string, show func([]field.Found), search func(q cache.ContactQuery) ([]field.Found, error)) {
	q := cache.ContactQuery{Text: strings.TrimSpace(text), Limit: mostFound}
	f.seek(func() ([]field.Found, error) { return search(q) }, func(found []field.Found) {
		for _, x := range found {
			f.names[x.ID] = x.Text
		}
		show(found)
	})
}

// findElement looks for elements of a catalog by name.
func (f *Form) findElement(catalog int64, text string, show func([]field.Found)) {
	f.seek(func() ([]field.Found, error) {
		return field.FindElements(f.ctx, f.p.Replica, catalog, text)
	}, show)
}

// seek runs a search off the UI goroutine and shows what it has found, unless
// a later one was begun.
func (f *Form) seek(search func() ([]field.Found, error), show func([]field.Found)) {
	f.finds++
	at, gen := f.finds, f.gen
	f.work.Go(func() {
		found, err := search()
		f.p.Do(func() {
			if gen != f.gen || at != f.finds || f.ctx.Err() != nil {
				return
			}
			if err != nil {
				f.failed(err)
				return
			}
			show(found)
		})
	})
}

func (f *Form) findContact(text string, show func([]field.Found)) {
	f.find(text, show, func(q cache.ContactQuery) (list []field.Found, err error) {
		rows, err := f.p.Replica.Contacts(f.ctx, q)
		for _, r := range rows {
			hint := r.CompanyName
			if hint == "" {
				hint = r.Phone
			}
			list = append(list, field.Found{ID: r.ID, Text: r.Name, Hint: hint})
		}
		return list, err
	})
}

// findCompany offers companies, and to make the one that was typed.
func (f *Form) findCompany(text string, show func([]field.Found)) {
	hint := f.texts().T("people.new_company")
	f.fresh = min(f.fresh, firstFresh) - 1
	fresh := field.Found{ID: f.fresh, Text: strings.Join(strings.Fields(text), " "), Hint: hint}
	f.find(text, show, func(q cache.ContactQuery) (list []field.Found, err error) {
		rows, err := f.p.Replica.Companies(f.ctx, q)
		known := fresh.Text == ""
		for _, r := range rows {
			known = known || strings.EqualFold(r.Name, fresh.Text)
			list = append(list, field.Found{ID: r.ID, Text: r.Name, Hint: r.Phone})
		}
		if !known && err == nil {
			list = append(list, fresh)
		}
		return list, err
	})
}

// isFresh tells a company that is to be made.
func isFresh(id int64) bool { return id < firstFresh }
