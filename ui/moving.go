package ui

import (
	"context"
	"errors"
	"slices"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/kit"
)

// dropped takes cards where the person wants them, and asks first what has to
// be known: which pipeline, why a lead was lost, what the status demands.
func (w *window) dropped(d board.Drop) {
	switch {
	case d.To.StatusID == 0:
		w.pipelineMenu(d)
	case d.To.StatusID == amo.StatusLost:
		w.lossMenu(d)
	default:
		w.demand(d, amo.Optional[int64]{})
	}
}

// lossMenu asks why leads were lost. Whoever leaves it has moved nothing.
func (w *window) lossMenu(d board.Drop) {
	if len(w.reasons) == 0 {
		w.demand(d, amo.Optional[int64]{})
		return
	}
	items := make([]kit.Item, 0, len(w.reasons)+1)
	for _, r := range w.reasons {
		items = append(items, kit.Item{ID: "reason-" + formatID(r.ID), Text: r.Name, Do: func() { w.demand(d, amo.Set(r.ID)) }})
	}
	items = append(items, kit.Item{ID: "reason-0", Text: w.texts.T("drop.no_reason"), Separator: true, Do: func() { w.demand(d, amo.Optional[int64]{}) }})
	w.shell.Menu(d.At, kit.MenuParams{Name: "loss-reason", Title: w.texts.T("drop.choose_reason"), Items: items})
}

// pipelineMenu asks which other pipeline leads shall go to, then which status.
func (w *window) pipelineMenu(d board.Drop) {
	var items []kit.Item
	for _, p := range w.pipelines {
		if p.ID == w.board.Query().PipelineID || p.IsArchive {
			continue
		}
		items = append(items, kit.Item{ID: "pipeline-" + formatID(p.ID), Text: p.Name, Do: func() { w.statusMenu(d, p.ID) }})
	}
	w.shell.Menu(d.At, kit.MenuParams{Name: "pipeline", Title: w.texts.T("lead_menu.move_pipeline"), Items: items})
}

// statusMenu offers the statuses of a pipeline.
func (w *window) statusMenu(d board.Drop, pipeline int64) {
	i := slices.IndexFunc(w.pipelines, func(p amo.Pipeline) bool { return p.ID == pipeline })
	if i < 0 {
		return
	}
	title := w.pipelines[i].Name
	if pipeline == w.board.Query().PipelineID {
		title = w.texts.T("lead_menu.move_to")
	}
	w.shell.Menu(d.At, kit.MenuParams{Name: "status", Title: title, Items: w.statusItems(d, w.pipelines[i])})
}

// statusItems are the statuses of a pipeline to move leads to. The one where
// all of them stand is left out, and so are the incoming leads.
func (w *window) statusItems(d board.Drop, p amo.Pipeline) []kit.Item {
	here := p.ID == w.board.Query().PipelineID
	var items []kit.Item
	for _, s := range p.Embedded.Statuses {
		away := slices.DeleteFunc(slices.Clone(d.Leads), func(id int64) bool { return here && w.board.StatusOf(id) == s.ID })
		if s.Type == amo.StatusUnsorted || len(away) == 0 {
			continue
		}
		items = append(items, kit.Item{
			ID: "status-" + formatID(s.ID), Text: s.Name, Dot: s.Color,
			Do: func() {
				w.dropped(board.Drop{Leads: away, To: board.Place{PipelineID: p.ID, StatusID: s.ID}, At: d.At})
			},
		})
	}
	return items
}

// move stores a move, with what was asked for it; the screen follows at once.
func (w *window) move(d board.Drop, loss amo.Optional[int64], fields []cache.FieldEdit) {
	command := cache.Command{Hold: w.prefs.hold()}
	for _, lead := range d.Leads {
		command.Edits = append(command.Edits, cache.LeadEdit{
			ID: lead, PipelineID: d.To.PipelineID, StatusID: d.To.StatusID, LossReasonID: loss, Fields: fields,
		})
	}
	said := w.movedText(d)
	var act cache.Act
	w.board.Put(board.Put{
		Leads: d.Leads, To: d.To,
		Store: func(ctx context.Context) (err error) {
			act, err = w.p.Account.Store.Do(ctx, command)
			return err
		},
		Stored: func(err error) {
			switch {
			case w.ctx.Err() != nil, errors.Is(err, cache.ErrUnchanged):
			case err != nil:
				w.notDone(err)
			default:
				w.board.Unselect()
				w.done(act, said)
			}
		},
	})
}

// movedText says which leads went where.
func (w *window) movedText(d board.Drop) string {
	status := w.statusName(d.To)
	if len(d.Leads) > 1 {
		return w.texts.N("snackbar.moved_many", len(d.Leads), "Status", status)
	}
	return w.texts.T("snackbar.moved", "Name", w.leadName(d.Leads[0]), "Status", status)
}

// leadName is how a lead is called, as far as its card was read.
func (w *window) leadName(lead int64) string {
	if card, ok := w.board.Card(lead); ok && card.Name != "" {
		return card.Name
	}
	return w.texts.T("card.no_name", "ID", lead)
}

// statusName is a status in words.
func (w *window) statusName(at board.Place) string {
	for _, p := range w.pipelines {
		if at.PipelineID != 0 && p.ID != at.PipelineID {
			continue
		}
		for _, s := range p.Embedded.Statuses {
			if s.ID == at.StatusID {
				return s.Name
			}
		}
	}
	return ""
}
