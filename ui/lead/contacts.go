package lead

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/phone"
	"voronka/ui/theme"
)

// contacts is the tab of the people linked to the lead.
type contacts struct {
	v    *view
	form *field.Form
	bar  *bar
}

// foundMost bounds what a search of contacts and companies shows.
const foundMost = 50

func newContacts(v *view) *contacts {
	c := &contacts{v: v, form: field.NewForm()}
	texts := v.texts()
	link := kit.NewPlainButton("link-contact", texts.T("lead.link_contact"), theme.IconSearch, nil)
	link.OnTapped(func() { c.search(link) })
	buttons := []*kit.Button{link}
	if v.p.On.NewContact != nil {
		buttons = append(buttons, kit.NewPlainButton("new-contact", texts.T("lead.new_contact"), theme.IconPlus, func() { v.p.On.NewContact(v.scene.lead().ID) }))
	}
	c.bar = newBar(buttons...)
	c.update()
	return c
}

func (c *contacts) update() {
	blocks := []field.Block{c.bar}
	for i, contact := range c.v.scene.mainFirst() {
		blocks = append(blocks, newContactCard(c.v, contact, i == 0 && c.v.scene.lead().MainContactID() == contact.ID))
	}
	if len(blocks) == 1 {
		blocks = append(blocks, newSaying(c.v.texts().T("lead.no_contacts")))
	}
	c.form.Set([]field.Section{{Blocks: blocks}})
}

// search links a contact that is found by name, phone or e-mail.
func (c *contacts) search(under fyne.CanvasObject) {
	on := fyne.CurrentApp().Driver().CanvasForObject(under)
	if on == nil {
		return
	}
	texts := c.v.texts()
	kit.NewMenu(on, kit.MenuParams{
		Name: "link-contact", Search: texts.T("lead.find_contact"), Empty: texts.T("lead_menu.nothing"),
		Find: func(text string, show func([]kit.Item)) {
			c.v.ask(func(ctx context.Context) ([]kit.Item, error) {
				rows, err := c.v.p.Replica.Contacts(ctx, cache.ContactQuery{Text: text, Limit: foundMost})
				return c.items(rows), err
			}, show)
		},
	}).ShowUnder(under)
}

func (c *contacts) items(rows []cache.ContactRow) []kit.Item {
	items := make([]kit.Item, 0, len(rows))
	linked := c.v.scene.lead().Embedded.Contacts
	for _, row := range rows {
		if slices.ContainsFunc(linked, func(r amo.ContactRef) bool { return r.ID == row.ID }) {
			continue
		}
		hint := row.CompanyName
		if row.Phone != "" {
			hint = phone.Show(row.Phone)
		}
		items = append(items, kit.Item{ID: "contact-" + strconv.FormatInt(row.ID, 10), Text: row.Name, Hint: hint, Do: func() {
			c.v.do(cache.LeadEdit{ID: c.v.scene.lead().ID, Link: []int64{row.ID}})
		}})
	}
	return items
}

// contactCard is a person of the lead: name, ways to reach them, and what can
// be done.
type contactCard struct {
	widget.BaseWidget
	v       *view
	scene   *scene
	contact amo.Contact
	main    bool

	ground  *canvas.Rectangle
	name    *canvas.Text
	letters *format.Fitter
	mark    *canvas.Text // says that it is the main one; nil otherwise
	open    *kit.Link
	more    *kit.Button
	ways    []*kit.Link
	objects []fyne.CanvasObject
}

func newContactCard(v *view, contact amo.Contact, isMain bool) *contactCard {
	texts := v.texts()
	c := &contactCard{v: v, scene: v.scene, contact: contact, main: isMain, ground: canvas.NewRectangle(nil), letters: format.NewFitter(kit.Measure, 2)}
	id := strconv.FormatInt(contact.ID, 10)
	c.name = strong("")
	c.objects = []fyne.CanvasObject{c.ground, c.name}
	if isMain {
		c.mark = small(texts.T("lead.main_mark"), theme.ColorMuted)
		c.objects = append(c.objects, c.mark)
	}
	if v.p.On.OpenContact != nil {
		c.open = kit.NewLink("open-contact-"+id, texts.T("lead.open_contact"), func() { v.p.On.OpenContact(contact.ID) })
		c.objects = append(c.objects, c.open)
	}
	c.more = kit.NewIconButton("more-contact-"+id, texts.T("lead.more"), theme.IconMore, c.menu)
	c.objects = append(c.objects, c.more)
	for i, way := range waysOf(contact) {
		c.ways = append(c.ways, kit.NewLink("way-"+id+"-"+strconv.Itoa(i+1), way.text, func() { v.follow(way.to) }))
		c.objects = append(c.objects, c.ways[i])
	}
	c.ExtendBaseWidget(c)
	return c
}

// way is how to reach a person.
type way struct {
	text string
	to   *url.URL
}

func waysOf(c amo.Contact) (list []way) {
	for _, f := range c.CustomFieldsValues {
		if f.FieldCode == nil || *f.FieldCode != "PHONE" && *f.FieldCode != "EMAIL" {
			continue
		}
		for _, v := range f.Typed(amo.FieldMultitext) {
			m, ok := v.(amo.Multitext)
			switch {
			case !ok || strings.TrimSpace(m.Value) == "":
			case *f.FieldCode == "PHONE":
				list = append(list, way{phone.Show(m.Value), &url.URL{Scheme: "tel", Opaque: phone.Plain(m.Value)}})
			default:
				list = append(list, way{m.Value, &url.URL{Scheme: "mailto", Opaque: m.Value}})
			}
		}
	}
	return list
}

func (c *contactCard) menu() {
	on := fyne.CurrentApp().Driver().CanvasForObject(c)
	if on == nil {
		return
	}
	texts, lead, id := c.v.texts(), c.v.scene.lead().ID, c.contact.ID
	kit.NewMenu(on, kit.MenuParams{Name: "contact", Items: []kit.Item{
		{ID: "set-main", Text: texts.T("lead.set_main"), Disabled: c.main, Do: func() { c.v.do(cache.LeadEdit{ID: lead, MainContactID: id}) }},
		{ID: "unlink", Text: texts.T("lead.unlink"), Danger: true, Separator: true, Do: func() { c.v.do(cache.LeadEdit{ID: lead, Unlink: []int64{id}}) }},
	}}).ShowUnder(c.more)
}

// Inspect names the card.
func (c *contactCard) Inspect() (id, kind, text string) {
	return "contact:" + strconv.FormatInt(c.contact.ID, 10), "contact", c.contact.Name
}

// Sizes of a contact's card, in Fyne units.
const (
	cardPad  float32 = 12
	cardLine float32 = 26
)

// HeightFor is the height at a width.
func (c *contactCard) HeightFor(width float32) float32 { return c.place(width) }

func (c *contactCard) place(width float32) float32 {
	x := width - 4
	min := c.more.MinSize()
	x -= min.Width
	move(c.more, x, 5, min.Width, min.Height)
	if c.open != nil {
		min = c.open.MinSize()
		x -= min.Width
		move(c.open, x, 6, min.Width, cardLine)
	}
	if c.mark != nil {
		w := kit.Measure(c.mark.Text, theme.TextSmall, false)
		x -= w + 6
		h := c.mark.MinSize().Height
		move(c.mark, x, 6+(cardLine-h)/2-1, w, h)
	}
	c.name.Text = c.letters.Fit(c.contact.Name, x-cardPad-8, theme.TextBase, true)
	kit.Strong(c.name, true)
	h := c.name.MinSize().Height
	move(c.name, cardPad, 6+(cardLine-h)/2-1, x-cardPad, h)
	y := 6 + cardLine
	x = cardPad - 6 // the words of a link have room before them
	for _, w := range c.ways {
		min := w.MinSize()
		if x > cardPad && x+min.Width > width-cardPad {
			x, y = cardPad-6, y+cardLine-2
		}
		move(w, x, y, min.Width, cardLine-2)
		x += min.Width + 4
	}
	if len(c.ways) > 0 {
		y += cardLine - 2
	}
	y += 6
	move(c.ground, 0, 0, width, y)
	return y
}

// CreateRenderer gives the parts to Fyne.
func (c *contactCard) CreateRenderer() fyne.WidgetRenderer {
	f := contactCardFace{c}
	f.paint()
	return f
}

type contactCardFace struct{ c *contactCard }

func (f contactCardFace) Destroy()                     {}
func (f contactCardFace) MinSize() fyne.Size           { return fyne.NewSize(200, cardLine) }
func (f contactCardFace) Objects() []fyne.CanvasObject { return f.c.objects }
func (f contactCardFace) Layout(size fyne.Size)        { f.c.place(size.Width) }

func (f contactCardFace) paint() {
	c := f.c
	c.ground.FillColor, c.ground.StrokeColor, c.ground.StrokeWidth, c.ground.CornerRadius = base.Color(theme.ColorPanel), base.Color(theme.ColorLine), 1, theme.RadiusButton
	c.name.Color = base.Color(theme.ColorText)
	if c.mark != nil {
		c.mark.Color = base.Color(theme.ColorMuted)
	}
}

// Refresh follows the theme.
func (f contactCardFace) Refresh() {
	f.paint()
	for _, o := range f.c.objects {
		o.Refresh()
	}
	f.Layout(f.c.Size())
}
