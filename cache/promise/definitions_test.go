package promise

import (
	"context"

	"voronka/amo"
	"voronka/cache"
)

// define reads the definitions of the account's custom fields.
func (w *world) define() {
	w.t.Helper()
	fields := map[cache.Entity][]amo.CustomField{}
	for _, entity := range []cache.Entity{cache.Leads, cache.Contacts, cache.Companies} {
		for page, err := range w.client().AllCustomFields(context.Background(), string(entity), amo.CustomFieldQuery{}) {
			if err != nil {
				w.t.Fatal(err)
			}
			fields[entity] = append(fields[entity], page.Items...)
		}
	}
	if err := w.store.Apply(context.Background(), cache.Batch{CustomFields: fields}); err != nil {
		w.t.Fatal(err)
	}
}
