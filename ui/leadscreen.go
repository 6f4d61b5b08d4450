package ui

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/kit"
	"voronka/ui/sentence"
)

func formatID(id int64) string { return strconv.FormatInt(id, 10) }

func (w *window) shellBack() {
	switch {
	case w.shell.PanelShown():
		w.shell.HidePanel()
	case w.filters.text != "":
		w.filter(func(f *filters) { f.text = "" })
	}
}

// moveLead moves one lead, for a screen that shows one.
func (w *window) moveLead(lead, pipeline, status int64) {
	_, at, _ := w.board.Cursor()
	w.dropped(board.Drop{Leads: []int64{lead}, To: board.Place{PipelineID: pipeline, StatusID: status}, At: at})
}

// goneWhileDragged tells that a card in the air was deleted.
func (w *window) goneWhileDragged(name string) {
	w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.gone_named", "Name", name), Key: "lead"})
}

func (w *window) leadFailed(err error) {
	if errors.Is(err, cache.ErrNotFound) {
		w.shell.HidePanel()
		w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.gone"), Key: "lead"})
		return
	}
	w.fail(err)
}

// fail tells the person what went wrong and the log why.
func (w *window) fail(err error) {
	w.p.Log.Error("window", "err", err)
	text := sentence.Of(w.texts, err, w.p.Account.Host)
	if w.connect != nil { // there is no snackbar over that screen
		w.tell(text)
		return
	}
	w.shell.Snackbar(kit.Message{Text: text, Key: "error"})
}

func (w *window) webAddress(lead int64) string {
	return w.p.Account.WebURL + "/leads/detail/" + formatID(lead)
}

// sent are the leads that the server knows: only those have an address.
func sent(leads []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(leads), func(id int64) bool { return id < 0 })
}

func (w *window) notThereYet() {
	w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.not_there_yet"), Key: "link"})
}

func (w *window) browseLead(lead int64) {
	if lead < 0 {
		w.notThereYet()
		return
	}
	address, err := url.Parse(w.webAddress(lead))
	if err != nil {
		w.fail(err)
		return
	}
	w.follow(address)
}

// copyLinks copies the addresses of leads, a line each.
func (w *window) copyLinks(leads []int64) {
	if leads = sent(leads); len(leads) == 0 {
		w.notThereYet()
		return
	}
	lines := make([]string, len(leads))
	for i, id := range leads {
		lines[i] = w.webAddress(id)
	}
	w.p.App.Clipboard().SetContent(strings.Join(lines, "\n"))
	w.shell.Snackbar(kit.Message{Text: w.texts.T("snackbar.link_copied"), Key: "link"})
}
