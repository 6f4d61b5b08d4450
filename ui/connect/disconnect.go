package connect

import (
	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// Fate is what becomes of the changes that were not sent when an account is
// disconnected.
type Fate int

// The fates.
const (
	SendFirst   Fate = iota // send them, and disconnect when none is left
	ExportFirst             // save them to a file, and disconnect
	Drop                    // lose them; also when there are none
)

// Disconnect is the question before an account is disconnected and its data
// wiped from this computer. name is the account's, unsent the number of
// changes that wait; without any it only asks to confirm. choose gets the
// answer on the UI goroutine, and is not called when the person cancels. The
// dialog's id is "dialog:disconnect".
func Disconnect(t *i18n.Texts, name string, unsent int, choose func(Fate)) kit.DialogParams {
	p := kit.DialogParams{
		Name: "disconnect", Title: t.T("disconnect.title", "Name", name), Text: t.T("disconnect.wiped"),
		Cancel: kit.Answer{Name: "disconnect-cancel", Text: t.T("disconnect.cancel")},
	}
	answer := func(name, text string, fate Fate) kit.Answer {
		return kit.Answer{
			Name: "disconnect-" + name, Text: text, Main: fate == SendFirst, Danger: fate == Drop,
			Do: func() { choose(fate) },
		}
	}
	if unsent == 0 {
		p.Answers = []kit.Answer{answer("confirm", t.T("disconnect.confirm"), Drop)}
		return p
	}
	p.Text = t.N("disconnect.unsent", unsent) + " " + p.Text
	p.Answers = []kit.Answer{
		answer("send", t.T("disconnect.send"), SendFirst),
		answer("export", t.T("disconnect.export"), ExportFirst),
		answer("drop", t.T("disconnect.drop"), Drop),
	}
	return p
}
