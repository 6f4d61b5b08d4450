package shell_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// TestLayout holds in every language and at every width: parts of the bars do
// not cover each other, nothing leaves the window, and no word is cut by its
// own control.
func TestLayout(t *testing.T) {
	states := []shell.SyncState{
		{LastAt: 1_795_000_000},
		{Phase: shell.Offline, Pending: 3},
		{Phase: shell.Syncing, Percent: 43},
		{Phase: shell.SignIn},
		{Phase: shell.Blocked},
		{Phase: shell.Unpaid},
		{Phase: shell.Locked},
		{Phase: shell.SlowedUp},
	}
	for _, lang := range []string{"uz", "ru", "en"} {
		for _, width := range []float32{760, 900, 1099, 1100, 1280, 1440, 1920} {
			s := newStage(t, lang, width, 900)
			for _, state := range states {
				s.SetSync(state)
				s.checkLayout(t, fmt.Sprintf("%s %v phase %d", lang, width, state.Phase), width)
			}
		}
	}
}

func (s *stage) checkLayout(t *testing.T, where string, width float32) {
	t.Helper()
	parts := s.parts(t)
	var names []string
	for id := range parts {
		if !strings.HasPrefix(id, "panel:") && id != "snackbar" {
			names = append(names, id)
		}
	}
	slices.Sort(names)
	for i, a := range names {
		p := parts[a]
		if p.x < 0 || p.y < 0 || p.x+p.w > width || p.y+p.h > 900 {
			t.Errorf("%s: %s stands at %v,%v with %v×%v", where, a, p.x, p.y, p.w, p.h)
		}
		for _, b := range names[i+1:] {
			if p.overlaps(parts[b]) {
				t.Errorf("%s: %s covers %s", where, a, b)
			}
		}
		if field := strings.HasPrefix(a, "field:"); !field {
			checkWords(t, where, p)
		} else if p.w < 120 {
			t.Errorf("%s: %s is %v wide", where, a, p.w)
		}
	}
}

// checkWords holds the texts of a part to its width.
func checkWords(t *testing.T, where string, p area) {
	t.Helper()
	visit(t, p.o, fyne.NewPos(p.x, p.y).Subtract(p.o.Position()), func(o fyne.CanvasObject, at fyne.Position) {
		words, ok := o.(*canvas.Text)
		if !ok || words.Text == "" {
			return
		}
		if right := at.X + words.MinSize().Width; right > p.x+p.w+1 || at.X < p.x-1 {
			t.Errorf("%s: %q is cut in %s: it ends at %v of %v", where, words.Text, p.id, right-p.x, p.w)
		}
	})
}

// TestFailuresCanBeReadInFull: every sentence fits into the snackbar, in the
// narrowest window.
func TestFailuresCanBeReadInFull(t *testing.T) {
	for _, lang := range []string{"uz", "ru", "en"} {
		s := newStage(t, lang, 760, 480)
		for f, values := range map[i18n.Failure][]any{
			i18n.Offline: nil, i18n.Unreachable: {"Host", "nurmebel.amocrm.ru"}, i18n.TimedOut: {"Host", "nurmebel.amocrm.ru"},
			i18n.WrongToken: nil, i18n.WebPage: {"Host", "nurmebel.amocrm.ru"}, i18n.Garbled: {"Host", "nurmebel.amocrm.ru"},
			i18n.Blocked: nil, i18n.Payment: nil, i18n.RateLimited: nil, i18n.DiskFull: nil, i18n.NoBrowser: nil,
			i18n.Damaged: {"File", "accounts/31415926.db"}, i18n.Newer: {"File", "accounts/31415926.db"},
			i18n.Unwritable: {"Folder", "/home/manager/.local/share/voronka"},
		} {
			s.Snackbar(kit.Message{Text: s.texts.Failure(f, values...), Action: s.texts.T("snackbar.retry"), Key: "failure"})
			visit(t, s.parts(t)["snackbar"].o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
				if words, ok := o.(*canvas.Text); ok && strings.HasSuffix(words.Text, "…") {
					t.Errorf("%s: %s is cut: %q", lang, f, words.Text)
				}
			})
		}
	}
}

// TestNoFullBackground: the window's own colour is the background, because a
// rectangle of that size would cost most of a frame without graphics hardware.
func TestNoFullBackground(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	objects := 0
	visit(t, s.Object(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		objects++
		if r, ok := o.(*canvas.Rectangle); ok && r.Size().Width*r.Size().Height > 20_000 {
			t.Errorf("a rectangle of %v", r.Size())
		}
	})
	if objects > 200 {
		t.Errorf("the frame has %d objects, which Fyne walks in every frame", objects)
	}
}
