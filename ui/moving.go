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
// be known: which pipeline, why a lead was lost.
func (w *window) dropped(d board.Drop) {
	switch {
	case d.To.StatusID == 0:
		w.pipelineMenu(d)
	case d.To.StatusID == amo.StatusLost:
		w.lossMenu(d)
	default:
		w.move(d, nil)
	}
}

// lossMenu asks why leads were lost. Whoever leaves it has moved nothing.
func (w *window) lossMenu(d board.Drop) {
	if len(w.reasons) == 0 {
		w.move(d, nil)
		return
	}
	items := make([]kit.Item, 0, len(w.reasons)+1)
	for _, r := range w.reasons {
		items = append(items, kit.Item{ID: "reason-" + formatID(r.ID), Text: r.Name, Do: func() { w.move(d, &r.ID) }})
	}
	items = append(items, kit.Item{ID: "reason-0", Text: w.texts.T("drop.no_reason"), Separator: true, Do: func() { w.move(d, nil) }})
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

// move stores a move; the screen follows at once.
func (w *window) move(d board.Drop, loss *int64) {
	name := ""
	if card, ok := w.board.Card(d.Leads[0]); ok {
		name = card.Name
	}
	var changes []cache.Change
	hold := w.prefs.hold()
	w.board.Put(board.Put{
		Leads: d.Leads, To: d.To,
		Store: func(ctx context.Context) error {
			for _, lead := range slices.Backward(d.Leads) { // the first one ends up on top
				c, err := w.p.Account.Store.MoveLead(ctx, cache.Move{
					LeadID: lead, PipelineID: d.To.PipelineID, StatusID: d.To.StatusID, LossReasonID: loss,
				}, hold)
				if err != nil && !errors.Is(err, cache.ErrUnchanged) {
					return err
				}
				changes = append(changes, c)
			}
			return nil
		},
		Stored: func(err error) {
			if w.ctx.Err() != nil {
				return
			}
			if err != nil {
				w.notMoved(err)
				return
			}
			w.moved(d, name, changes)
		},
	})
}
