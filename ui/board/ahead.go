package board

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/format"
)

// Stand is where and how a board will stand on the screen.
type Stand struct {
	Size    fyne.Size
	Scale   float32 // pixels per unit
	Density Density
	Dark    func() bool
}

// Ahead is the first answer to a board's question, read and drawn before the
// board stands: while the graphics system starts, the processor is free. Its
// functions are called from one goroutine at a time.
type Ahead struct {
	query  cache.BoardQuery
	answer answer
	stand  Stand
	kit    *toolkit
}

// ReadAhead reads what Board.Adopt is to show under q, of which Folded says
// what RestoreFolded will. It is called off the UI goroutine.
func ReadAhead(ctx context.Context, r Replica, f *format.Format, now int64, q cache.BoardQuery, s Stand) (*Ahead, error) {
	m := newModel()
	m.restoreFolded(q.Folded)
	q.Folded = m.foldedStatuses()
	board, err := r.Board(ctx, q)
	if err != nil {
		return nil, err
	}
	a := &Ahead{query: q, answer: answer{board: board}, stand: s, kit: newToolkit(f, s.Density, s.Dark)}
	a.answer.contents, err = reader{r, f, now}.tops(ctx, board, rowsWithin(s.Size.Height, s.Density))
	return a, err
}

// Draw draws the cards that will be seen first, in any order, until it is told
// to stop. Nothing else may draw or measure texts while it runs; piece gives it
// leave for one card at a time, or not any more.
func (a *Ahead) Draw(piece func(draw func()) (more bool)) {
	if a.stand.Size.Width <= 0 || a.stand.Scale <= 0 {
		return
	}
	folded := make([]bool, len(a.answer.board.Columns))
	for i, c := range a.answer.board.Columns {
		folded[i] = slices.Contains(a.query.Folded, c.Status.ID)
	}
	seen := make(map[int64]*content, len(a.answer.contents))
	for _, c := range a.answer.contents {
		seen[c.card.ID] = c
	}
	slots, _ := layoutStrip(folded, a.stand.Size.Width)
	for i, s := range slots {
		if folded[i] || s.x >= a.stand.Size.Width {
			continue
		}
		for _, id := range a.answer.board.Columns[i].IDs {
			c := seen[id]
			if c == nil {
				break // below what will be seen
			}
			if !piece(func() { a.draw(c, s.width) }) {
				return
			}
		}
	}
}

// draw leaves the words and shapes of a card in the toolkit.
func (a *Ahead) draw(c *content, width float32) {
	size := fyne.NewSize(width, a.stand.Density.cardHeight())
	art := art{kit: a.kit, density: a.stand.Density, fitted: c.fit(a.kit.letters, width, a.stand.Density)}
	art.draw(int(size.Width*a.stand.Scale), int(size.Height*a.stand.Scale), size)
}

// Adopt takes what was read ahead: the next SetQuery shows it at once when it
// asks for the same.
func (b *Board) Adopt(a *Ahead) {
	b.ahead = a
	b.kit.words, b.kit.letters = a.kit.words, a.kit.letters
	maps.Copy(b.kit.bitmaps.images, a.kit.bitmaps.images)
}

// showAhead answers the question with what was read ahead, if it is the answer.
func (b *Board) showAhead() bool {
	a := b.ahead
	b.ahead = nil
	q := b.query
	q.Folded = b.model.foldedStatuses()
	if a == nil || b.reading || !a.answers(q) {
		return false
	}
	b.loaded(b.gen, b.flights.begin(), a.answer, nil)
	return true
}

// answers reports whether this is what a question asks for. What now means is
// no part of it: the answer is as young as the window.
func (a *Ahead) answers(q cache.BoardQuery) bool {
	q.Filter.Now = a.query.Filter.Now
	return reflect.DeepEqual(a.query, q)
}
