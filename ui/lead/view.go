package lead

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// The tabs.
const (
	tabDetails  = "details"
	tabContacts = "contacts"
	tabTasks    = "tasks"
	tabFeed     = "feed"
	tabHistory  = "history"
)

// view is one lead in the panel, as long as it is shown.
type view struct {
	panel  *Panel
	p      *Params
	format *format.Format
	scene  *scene

	head     *head
	tabs     *kit.Tabs
	details  *details
	contacts *contacts // these three are made when they are first looked at
	tasks    *tasks
	history  *history
	foot     *foot
	content  *fyne.Container // the tab that is shown
	object   *fyne.Container
}

func newView(panel *Panel, s *scene) *view {
	v := &view{panel: panel, p: &panel.p, format: panel.p.Format, scene: s}
	v.head = v.newHead()
	v.details = newDetails(v)
	v.foot = newFoot(
		kit.NewPlainButton("cancel-lead", v.texts().T("lead.cancel"), "", v.revert),
		kit.NewPrimaryButton("save-lead", v.texts().T("lead.save"), "", panel.Save))
	v.tabs = v.newTabs()
	v.content = container.NewStack()
	v.object = container.New(viewLayout{v}, v.head, v.tabs, v.content, v.foot)
	v.tell()
	v.restore(s.draft)
	v.showTab(panel.tab)
	v.tellFoot()
	return v
}

func (v *view) texts() *i18n.Texts { return v.format.Texts() }

func (v *view) newHead() *head {
	texts := v.texts()
	var buttons []fyne.CanvasObject
	buttons = append(buttons, kit.NewLink("browse-lead", texts.T("lead_menu.open_browser"), func() { v.p.On.Browse(v.scene.lead().ID) }))
	if v.p.On.Step != nil {
		buttons = append(buttons,
			kit.NewIconButton("previous-lead", texts.T("lead.previous"), theme.IconChevronLeft, func() { v.p.On.Step(-1) }),
			kit.NewIconButton("next-lead", texts.T("lead.next"), theme.IconChevronRight, func() { v.p.On.Step(1) }))
	}
	buttons = append(buttons, kit.NewIconButton("close-lead", texts.T("lead.close"), theme.IconClose, v.p.On.Close))
	h := newHead(buttons)
	l := v.scene.lead()
	h.title = newTitle(l.Name, texts.T("card.no_name", "ID", l.ID), texts.T("lead.name"), v.changed, v.relayout)
	h.tags = field.NewTags(texts, func() { v.changed(); v.relayout() })
	h.tags.Set(tagNames(l), v.scene.tags)
	h.steps = newSteps(nil, nil)
	return h
}

func (v *view) newTabs() *kit.Tabs {
	texts := v.texts()
	list := []kit.Tab{
		{Name: tabDetails, Text: texts.T("lead.tab_details")},
		{Name: tabContacts, Text: texts.T("lead.tab_contacts")},
		{Name: tabTasks, Text: texts.T("lead.tab_tasks")},
	}
	if v.p.Feed != nil {
		list = append(list, kit.Tab{Name: tabFeed, Text: texts.T("lead.tab_feed")})
	}
	return kit.NewTabs(append(list, kit.Tab{Name: tabHistory, Text: texts.T("lead.tab_history")}), v.showTab)
}

// update takes up another state of the lead.
func (v *view) update(s *scene) {
	v.scene = s
	v.head.title.set(s.lead().Name)
	v.head.tags.Set(tagNames(s.lead()), s.tags)
	v.details.update()
	if v.contacts != nil {
		v.contacts.update()
	}
	if v.tasks != nil {
		v.tasks.update()
	}
	if v.history != nil {
		v.history.update()
	}
	v.tell()
	v.tellFoot()
}

// tell says in the head and on the tabs what the lead is.
func (v *view) tell() {
	texts, l := v.texts(), v.scene.lead()
	v.head.text = texts.T("lead.created_line", "ID", l.ID, "Date", v.format.Date(l.CreatedAt))
	if l.ID < 0 {
		v.head.text = texts.T("lead.not_there_yet")
	}
	v.head.steps = newSteps(stepsOf(v.scene), func(status int64) { v.p.On.Move(l.ID, l.PipelineID, status) })
	v.head.say(noteOf(texts, v.scene.detail.Changes))
	v.tabs.SetText(tabContacts, counted(texts.T("lead.tab_contacts"), len(v.scene.detail.Contacts)))
	v.tabs.SetText(tabTasks, counted(texts.T("lead.tab_tasks"), v.scene.openTasks()))
	v.relayout()
}

func counted(text string, n int) string {
	if n == 0 {
		return text
	}
	return text + " " + strconv.Itoa(n)
}

// changed follows the person's typing: it is kept as a draft.
func (v *view) changed() {
	v.tellFoot()
	v.panel.keep(v)
}

// tellFoot says what is not saved; with nothing unsaved there is no foot.
func (v *view) tellFoot() {
	texts := v.texts()
	n := len(v.details.changed())
	if v.head.title.isChanged() {
		n++
	}
	if v.head.tags.IsChanged() {
		n++
	}
	wrong := len(v.details.wrong())
	switch {
	case wrong > 0:
		v.foot.say(texts.N("lead.wrong_many", wrong), true)
	case n > 0:
		v.foot.say(texts.N("lead.changed_many", n), false)
	}
	v.foot.save.SetDisabled(wrong > 0)
	if (n > 0) != v.foot.Visible() {
		v.foot.Hidden = n == 0
		v.relayout()
	}
}

// revert takes back what was typed.
func (v *view) revert() {
	v.head.title.restore(v.head.title.was)
	v.head.tags.Revert()
	v.details.revert()
	v.changed()
	v.relayout()
}

// showTab shows the content of a tab.
func (v *view) showTab(name string) {
	if v.tabs.Chosen() != name {
		v.tabs.Choose(name) // comes back here; an unknown one changes nothing
		if v.tabs.Chosen() == name {
			return
		}
	}
	v.panel.tab = v.tabs.Chosen()
	v.content.Objects = []fyne.CanvasObject{v.tab(v.panel.tab)}
	v.content.Refresh()
}

// tab is the content of a tab.
func (v *view) tab(name string) fyne.CanvasObject {
	switch name {
	case tabContacts:
		if v.contacts == nil {
			v.contacts = newContacts(v)
		}
		return v.contacts.form
	case tabTasks:
		if v.tasks == nil {
			v.tasks = newTasks(v)
		}
		return v.tasks.form
	case tabHistory:
		if v.history == nil {
			v.history = newHistory(v)
		}
		return v.history.form
	case tabFeed:
		v.p.Feed.Show(v.scene.lead().ID)
		return v.p.Feed.Object()
	}
	return v.details.form
}

// relayout gives every part its place again.
func (v *view) relayout() {
	if v.object != nil {
		v.object.Refresh()
		v.head.Refresh()
	}
}

func (v *view) follow(u *url.URL) { v.p.On.Follow(u) }

func (v *view) today() format.Day {
	return format.DayOf(time.Unix(v.p.Now(), 0).In(v.format.Location()))
}

// do carries out an act of its own, such as linking a contact.
func (v *view) do(edits ...cache.Edit) { v.panel.do(edits, nil) }

// ask looks for something off the UI goroutine; an answer that comes after the
// lead was left is dropped.
func (v *view) ask(find func(context.Context) ([]kit.Item, error), show func([]kit.Item)) {
	v.panel.work.Go(func() {
		items, err := find(v.panel.ctx)
		v.p.Do(func() {
			switch {
			case v.panel.view != v || v.panel.ctx.Err() != nil:
			case err != nil:
				v.p.On.Failed(err)
			default:
				show(items)
			}
		})
	})
}

// findCompany looks for companies by name, phone or e-mail.
func (v *view) findCompany(text string, show func([]field.Found)) {
	v.find(show, func(ctx context.Context) (found []field.Found, err error) {
		rows, err := v.p.Replica.Companies(ctx, cache.ContactQuery{Text: text, Limit: foundMost})
		for _, r := range rows {
			found = append(found, field.Found{ID: r.ID, Text: r.Name})
		}
		return found, err
	})
}

// findElement looks for elements of a catalog by name.
func (v *view) findElement(catalog int64, text string, show func([]field.Found)) {
	v.find(show, func(ctx context.Context) ([]field.Found, error) {
		return field.FindElements(ctx, v.p.Replica, catalog, text)
	})
}

// find looks for choices of a field off the UI goroutine; an answer that comes
// after the lead was left is dropped.
func (v *view) find(show func([]field.Found), search func(context.Context) ([]field.Found, error)) {
	v.panel.work.Go(func() {
		found, err := search(v.panel.ctx)
		v.p.Do(func() {
			switch {
			case v.panel.view != v || v.panel.ctx.Err() != nil:
			case err != nil:
				v.p.On.Failed(err)
			default:
				show(found)
			}
		})
	})
}

// refused shows what the store has found wrong with what was to be saved. It
// reports false when that is about no field.
func (v *view) refused(e *cache.ValueError) bool {
	f := v.details.field(fieldKey(e.Field))
	if f == nil {
		return false
	}
	reason := input.NotChoice
	switch e.Reason {
	case cache.ValueMissing:
		reason = input.Missing
	case cache.ValueTooLong:
		reason = input.TooLong
	case cache.ValueRange, cache.ValueType:
		reason = input.NotNumber
		if f.Rule().Shape() != input.Number {
			reason = input.NotChoice
		}
	case cache.ValueUnknown, cache.ValueReadOnly:
	}
	f.Say(input.Mistake{Reason: reason, Most: f.Rule().Longest()}.Sentence(v.texts()))
	v.tabs.Choose(tabDetails)
	v.details.form.Reveal(f)
	return true
}

// viewLayout puts head, tabs, content and foot under each other.
type viewLayout struct{ v *view }

// Layout gives the content what the others leave.
func (l viewLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	v := l.v
	y := v.head.heightFor(size.Width)
	move(v.head, 0, 0, size.Width, y)
	move(v.tabs, panelPad, y, size.Width-2*panelPad, kit.TabsHeight)
	y += kit.TabsHeight
	bottom := size.Height
	if v.foot.Visible() {
		bottom -= footHigh
		move(v.foot, 0, bottom, size.Width, footHigh)
	}
	move(v.content, 0, y, size.Width, max(bottom-y, 0))
}

// MinSize leaves the size to the window.
func (viewLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }
