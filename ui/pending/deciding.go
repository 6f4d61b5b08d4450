package pending

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/field"
	"voronka/ui/input"
	"voronka/ui/kit"
)

// do does what a button says.
func (p *Page) do(row cache.Row, a act) {
	switch a.verb {
	case cancel:
		p.run(func(ctx context.Context) error { return p.p.Replica.CancelChange(ctx, a.id) })
	case retry:
		p.run(func(ctx context.Context) error { return p.p.Replica.RetryChange(ctx, a.id) })
	case takeMine:
		p.resolve(a.id, "", cache.Choice{Take: cache.TakeMine})
	case takeTheirs:
		p.resolve(a.id, "", cache.Choice{Take: cache.TakeTheirs})
	case keepAsNew:
		p.act(func(ctx context.Context) (cache.Act, error) { return p.p.Replica.KeepAsNew(ctx, row) })
	case drop:
		p.askDrop(row)
	case adopt:
		p.run(func(ctx context.Context) error { return p.p.Replica.ResolveUnclear(ctx, a.other, a.id) })
	case sendAgain:
		p.run(func(ctx context.Context) error { return p.p.Replica.ResolveUnclear(ctx, a.id, 0) })
	}
}

// resolve decides a field of a conflict, or with an empty key all of them.
func (p *Page) resolve(change int64, key string, choice cache.Choice) {
	p.act(func(ctx context.Context) (cache.Act, error) { return p.p.Replica.Resolve(ctx, change, key, choice) })
}

// act does something off the UI goroutine that can be undone.
func (p *Page) act(do func(context.Context) (cache.Act, error)) {
	p.work.Go(func() {
		done, err := do(p.ctx)
		p.p.Do(func() {
			if p.finished(err) {
				p.p.On.Done(done)
			}
		})
	})
}

// run does something off the UI goroutine.
func (p *Page) run(do func(context.Context) error) {
	p.work.Go(func() {
		err := do(p.ctx)
		p.p.Do(func() { p.finished(err) })
	})
}

// finished reads anew; what was sent, or decided elsewhere, meanwhile needs no
// telling.
func (p *Page) finished(err error) bool {
	if p.ctx.Err() != nil {
		return false
	}
	p.Reload()
	if err != nil && !errors.Is(err, cache.ErrNotFound) {
		p.p.On.Failed(err)
	}
	return err == nil
}

// askDrop asks before unsent changes go away for good.
func (p *Page) askDrop(row cache.Row) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil {
		return
	}
	t := p.texts()
	kit.NewDialog(c, kit.DialogParams{
		Name: "drop", Title: t.T("pending.drop_title"), Text: t.T("pending.drop_text"),
		Answers: []kit.Answer{{
			Name: "drop-confirm", Text: t.T("pending.drop"), Danger: true,
			Do: func() { p.run(func(ctx context.Context) error { return p.p.Replica.DropGone(ctx, row) }) },
		}},
		Cancel: kit.Answer{Name: "drop-cancel", Text: t.T("disconnect.cancel")},
	}).Show()
}

// writable reports whether a value of one's own can be typed for a field.
func (p *Page) writable(key string) bool {
	switch key {
	case merge.Name, merge.FirstName, merge.LastName, merge.Text, merge.Result, merge.Price, merge.Owner, merge.LossReason:
		return true
	}
	_, custom := p.definition(key)
	return custom
}

func (p *Page) definition(key string) (amo.CustomField, bool) {
	id, ok := merge.FieldID(key)
	if !ok || p.scene == nil {
		return amo.CustomField{}, false
	}
	for _, f := range p.scene.names.Fields {
		if f.ID == id {
			return f, true
		}
	}
	return amo.CustomField{}, false
}

// askValue asks for a value that is neither the person's nor the other's.
func (p *Page) askValue(row cache.Row, l line) {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil || p.scene == nil {
		return
	}
	mine := p.mine(l)
	take := func(value json.RawMessage) {
		p.resolve(l.change, l.key, cache.Choice{Take: cache.TakeNew, Value: value})
	}
	switch {
	case l.key == merge.Owner:
		p.choose(c, l, usersOf(p.scene.names.Users), take)
	case l.key == merge.LossReason:
		p.choose(c, l, reasonsOf(p.scene.names.Reasons), take)
	default:
		if def, ok := p.definition(l.key); ok {
			p.askCustom(c, l, def, mine, take)
			return
		}
		p.askText(c, l, mine, take)
	}
}

// mine is the value the person wanted.
func (p *Page) mine(l line) json.RawMessage {
	for _, c := range p.scene.conflicts[l.change] {
		if c.Field == l.key {
			return c.Mine
		}
	}
	return nil
}

// askText asks for a text or a budget.
func (p *Page) askText(on fyne.Canvas, l line, mine json.RawMessage, take func(json.RawMessage)) {
	t := p.texts()
	isPrice := l.key == merge.Price
	var sheet *kit.Sheet
	entry := kit.NewField(kit.FieldParams{Name: "new-value", Label: l.name, Submitted: func() { sheet.Submit() }})
	if isPrice {
		entry.SetText(p.p.Format.Number(whole(mine)))
	} else {
		var text string
		if json.Unmarshal(mine, &text) == nil {
			entry.SetText(text)
		}
	}
	value := func() (json.RawMessage, bool) {
		if isPrice {
			return priceOf(entry.Text())
		}
		raw, err := json.Marshal(strings.TrimSpace(entry.Text()))
		return raw, err == nil
	}
	sheet = kit.NewSheet(on, kit.SheetParams{
		Name: "new-value", Title: t.T("pending.other_value"), Parts: []kit.SheetPart{entry},
		Answers: []kit.Answer{{Name: "new-value-ok", Text: t.T("pending.take_it"), Main: true, Do: func() {
			if raw, ok := value(); ok {
				take(raw)
			}
		}}},
		Cancel: kit.Answer{Name: "new-value-cancel", Text: t.T("disconnect.cancel")},
		Check: func() bool {
			_, ok := value()
			entry.MarkWrong(!ok)
			return ok
		},
	})
	sheet.Show()
	on.Focus(entry.Entry())
}

// priceOf reads a budget as people type it: "210 750 000".
func priceOf(text string) (json.RawMessage, bool) {
	digits := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u2009', '\u202f', '\'', '_':
			return -1
		}
		return r
	}, strings.TrimSpace(text))
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 {
		return nil, false
	}
	return strconv.AppendInt(nil, n, 10), true
}

// askCustom asks for the value of a custom field, by a control of its type.
func (p *Page) askCustom(on fyne.Canvas, l line, def amo.CustomField, mine json.RawMessage, take func(json.RawMessage)) {
	t := p.texts()
	var have amo.FieldValues
	if len(mine) > 0 && string(mine) != "null" && json.Unmarshal(mine, &have) != nil {
		have = amo.FieldValues{}
	}
	var sheet *kit.Sheet
	control := field.New(field.Params{
		Rule: input.Rule{Field: def, Format: p.p.Format, Elements: p.scene.names.Elements}, Name: "new-value", Label: l.name,
		FindElement: p.findElement, Changed: func() { sheet.Fit() }, Shaped: func() { sheet.Fit() },
	})
	control.SetValues(have.Typed(def.Type))
	sheet = kit.NewSheet(on, kit.SheetParams{
		Name: "new-value", Title: t.T("pending.other_value"), Width: 560, Parts: []kit.SheetPart{control},
		Answers: []kit.Answer{{Name: "new-value-ok", Text: t.T("pending.take_it"), Main: true, Do: func() {
			raw, err := fieldValue(def, control.Values())
			if err != nil {
				p.failed(err)
				return
			}
			take(raw)
		}}},
		Cancel: kit.Answer{Name: "new-value-cancel", Text: t.T("disconnect.cancel")},
		Check:  func() bool { return control.Err() == input.Mistake{} },
	})
	sheet.Show()
}

// findElement looks for elements of a catalog by name.
func (p *Page) findElement(catalog int64, text string, show func([]field.Found)) {
	p.work.Go(func() {
		found, err := field.FindElements(p.ctx, p.p.Replica, catalog, text)
		p.p.Do(func() {
			switch {
			case p.ctx.Err() != nil:
			case err != nil:
				p.failed(err)
			default:
				show(found)
			}
		})
	})
}

// fieldValue writes values as a change has them.
func fieldValue(def amo.CustomField, values []amo.Value) (json.RawMessage, error) {
	if len(values) == 0 {
		return json.RawMessage("null"), nil
	}
	f := amo.FieldValues{FieldID: def.ID, FieldName: def.Name, FieldCode: def.Code, FieldType: def.Type}
	if err := f.Replace(values...); err != nil {
		return nil, err
	}
	return f.MarshalJSON()
}

// option is one of several values.
type option struct {
	id   int64
	name string
}

func usersOf(list []amo.User) (options []option) {
	for _, u := range list {
		options = append(options, option{u.ID, u.Name})
	}
	return options
}

func reasonsOf(list []amo.LossReason) (options []option) {
	for _, r := range list {
		options = append(options, option{r.ID, r.Name})
	}
	return options
}

// choose offers values to choose from.
func (p *Page) choose(on fyne.Canvas, l line, options []option, take func(json.RawMessage)) {
	t := p.texts()
	items := make([]kit.Item, len(options))
	for i, o := range options {
		items[i] = kit.Item{ID: "value-" + formatID(o.id), Text: o.name, Do: func() { take(strconv.AppendInt(nil, o.id, 10)) }}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p).AddXY(p.Size().Width/2, 80)
	kit.NewMenu(on, kit.MenuParams{
		Name: "new-value", Title: l.name, Items: items, Search: t.T("lead_menu.search"), Empty: t.T("lead_menu.nothing"),
	}).ShowAt(at)
}
