package ui

import (
	"slices"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/field"
)

// demand moves cards into a status, after asking for the fields that it demands
// and that leads do not have. Whoever cancels finds the cards where they were.
func (w *window) demand(d board.Drop, loss amo.Optional[int64]) {
	demanded := demandedBy(w.fields, d.To)
	if len(demanded) == 0 {
		w.move(d, loss, nil)
		return
	}
	w.tasks.Go(func() {
		missing, err := w.missing(d.Leads, demanded)
		w.do(func() {
			switch {
			case err != nil:
				w.notDone(err)
			case len(missing) == 0:
				w.move(d, loss, nil)
			default:
				w.demandSheet(d, loss, missing)
			}
		})
	})
}

// demandedBy are the fields that a status demands and a person can fill in.
func demandedBy(all []amo.CustomField, at board.Place) []amo.CustomField {
	return slices.DeleteFunc(slices.Clone(all), func(f amo.CustomField) bool {
		return f.IsAPIOnly || f.IsComputed || !slices.ContainsFunc(f.RequiredStatuses, func(s amo.FieldStatus) bool {
			return s.StatusID == at.StatusID && (at.PipelineID == 0 || s.PipelineID == at.PipelineID)
		})
	})
}

// missing are the demanded fields that at least one of the leads does not have.
func (w *window) missing(leads []int64, demanded []amo.CustomField) ([]amo.CustomField, error) {
	lacking := make(map[int64]bool)
	for _, id := range leads {
		detail, err := w.p.Account.Store.Lead(w.ctx, id)
		if err != nil {
			return nil, err
		}
		for _, f := range demanded {
			has := slices.ContainsFunc(detail.Lead.CustomFieldsValues, func(v amo.FieldValues) bool {
				return v.FieldID == f.ID && len(v.Values) > 0
			})
			if !has {
				lacking[f.ID] = true
			}
		}
		if len(lacking) == len(demanded) {
			break
		}
	}
	return slices.DeleteFunc(slices.Clone(demanded), func(f amo.CustomField) bool { return !lacking[f.ID] }), nil
}

// demandSheet asks for just the missing fields, once for all the leads.
func (w *window) demandSheet(d board.Drop, loss amo.Optional[int64], missing []amo.CustomField) {
	fields := make([]*field.Field, len(missing))
	for i, f := range missing {
		fields[i] = w.newField(f, "", "")
	}
	title := w.texts.T("drop.demands", "Status", w.statusName(d.To))
	w.askFields("required", title, w.texts.T("bulk.move"), fields, func() {
		var edits []cache.FieldEdit
		for _, f := range fields {
			edits = append(edits, cache.FieldEdit{FieldID: f.ID(), Values: f.Values()})
		}
		w.move(d, loss, edits)
	})
}
