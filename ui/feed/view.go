package feed

import (
	"errors"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

func isUnchanged(err error) bool { return errors.Is(err, cache.ErrUnchanged) }

// build makes the parts in the language of the format.
func (f *Feed) build() {
	texts := f.p.Format.Texts()
	f.composer = newComposer(texts, f.typed, f.send, f.cancel)
	f.empty = kit.NewProse(texts.T("feed.nothing"), theme.TextBase, theme.ColorMuted, 3)
	f.rows = kit.NewRows(kit.RowsParams{
		Name:  "feed",
		Label: texts.T("lead.tab_feed"),
		Count: func() int { return len(f.list) },
		Kind:  func(row int) int { return f.list[row].kind },
		Key:   func(row int) any { return f.list[row].key },
		Make:  f.face, Fill: f.fill,
		Height:  func(row int, width float32) float32 { return f.list[row].height(width) },
		Guess:   func(row int, width float32) float32 { return f.list[row].guess(width) },
		Tapped:  f.tapped,
		Menu:    f.menu,
		NearEnd: f.nearEnd,
	})
}

func (f *Feed) face(kind int) fyne.CanvasObject {
	switch kind {
	case noteItem:
		return newNoteFace(f)
	case eventItem:
		return newEventFace()
	}
	return newQuietFace()
}

func (f *Feed) fill(row int, o fyne.CanvasObject) {
	it := &f.list[row]
	switch face := o.(type) {
	case *noteFace:
		face.set(it, row)
	case *eventFace:
		face.set(it)
	case *quietFace:
		face.set(it)
	}
}

// tapped opens a long note, or folds it again.
func (f *Feed) tapped(row int, _ fyne.Position) {
	if row >= len(f.list) || f.list[row].kind != noteItem || len(f.list[row].wrapped.lines) <= foldedLines {
		return
	}
	it := &f.list[row]
	it.open = !it.open
	f.opened[it.key] = it.open
	f.rows.Resized()
}

// Sizes of the rows, in Fyne units.
const (
	side        float32 = 22 // to the panel's edges
	lineHigh    float32 = 18
	avatarSide  float32 = 22
	noteLeft            = avatarSide + 10
	notePad     float32 = 12
	noteTop     float32 = 8
	metaHigh    float32 = 17
	noteBetween float32 = 10
	dayHigh     float32 = 30
	eventGap    float32 = 10
	foldedLines         = 12 // of a long note, until it is opened
	perLetter   float32 = 6.9
)

// textWidth is the room for the item's text in a row of a width.
func (it *item) textWidth(width float32) float32 {
	w := width - 2*side + kitBar
	if it.kind == noteItem {
		return w - noteLeft - 2*notePad
	}
	return w - noteLeft
}

// kitBar is given back: the thumb stands in the side's room.
const kitBar float32 = 10

func (it *item) height(width float32) float32 {
	if it.kind == dayItem || it.kind == footItem {
		return dayHigh
	}
	return it.tall(len(it.lines(it.textWidth(width))))
}

func (it *item) tall(lines int) float32 {
	if it.kind == eventItem {
		return float32(lines)*lineHigh + eventGap
	}
	if lines > foldedLines && !it.open {
		lines = foldedLines
	}
	return noteTop + metaHigh + float32(lines)*lineHigh + noteTop + 2 + noteBetween
}

// guess is the height by the number of letters.
func (it *item) guess(width float32) float32 {
	if it.kind == dayItem || it.kind == footItem {
		return dayHigh
	}
	if it.wrapped.width == it.textWidth(width) {
		return it.tall(len(it.wrapped.lines))
	}
	letters := 0
	for _, s := range it.spans {
		letters += utf8.RuneCountInString(s.text)
	}
	return it.tall(int(float32(letters)*perLetter/max(it.textWidth(width), 1)) + 1)
}

// view is the feed as Fyne sees it.
type view struct {
	widget.BaseWidget
	f *Feed
}

func newView(f *Feed) *view {
	v := &view{f: f}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer gives the field and the list to Fyne.
func (v *view) CreateRenderer() fyne.WidgetRenderer { return feedFace{v.f} }

type feedFace struct{ f *Feed }

func (r feedFace) Destroy()           {}
func (r feedFace) MinSize() fyne.Size { return fyne.NewSize(200, 160) }

// Objects are the parts of now.
func (r feedFace) Objects() []fyne.CanvasObject {
	if len(r.f.list) == 0 && !r.f.reading && r.f.id != 0 {
		return []fyne.CanvasObject{r.f.rows, r.f.empty, r.f.composer}
	}
	return []fyne.CanvasObject{r.f.rows, r.f.composer}
}

// Layout puts the list under the field.
func (r feedFace) Layout(size fyne.Size) {
	f := r.f
	w := size.Width - 2*side
	h := f.composer.HeightFor(w)
	move(f.composer, side, 14, w, h)
	y := 14 + h + 6
	move(f.empty, side, y+14, w, f.empty.HeightFor(w))
	move(f.rows, 0, y, size.Width, max(size.Height-y, 0))
}

// Refresh follows what is shown and the theme.
func (r feedFace) Refresh() {
	r.Layout(r.f.view.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.f.view)
}
