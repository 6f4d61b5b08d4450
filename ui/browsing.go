package ui

import (
	"net/url"

	"github.com/pkg/browser"

	"voronka/ui/kit"
)

// follow opens an address in the system's browser. Where there is none the
// address is copied, so that the person can paste it somewhere.
func (w *window) follow(address *url.URL) {
	// The opener may live as long as the browser does, so nothing waits for
	// it: not the UI goroutine and not the closing window.
	go func() {
		if err := browser.OpenURL(address.String()); err != nil {
			w.p.Log.Warn("browser not opened", "err", err)
			w.do(func() {
				if w.ctx.Err() == nil {
					w.p.App.Clipboard().SetContent(address.String())
					w.shell.Snackbar(kit.Message{Text: w.texts.T("error.browser"), Key: "link"})
				}
			})
		}
	}()
}
