package lead

import (
	"context"
	"net/url"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Replica is what the panel needs of the local store; it is called off the UI
// goroutine.
type Replica interface {
	Lead(ctx context.Context, id int64) (cache.LeadDetail, error)
	Pipelines(ctx context.Context) ([]amo.Pipeline, error)
	Users(ctx context.Context) ([]amo.User, error)
}

// Events are what the panel asks of the window, on the UI goroutine.
type Events struct {
	Close  func()
	Move   func(lead, pipeline, status int64)
	Browse func(lead int64)       // open the lead in the browser
	Follow func(address *url.URL) // open an address from a field
	Failed func(err error)
}

// Params is what a panel is made of.
type Params struct {
	Replica Replica
	Format  *format.Format
	Now     func() int64 // Unix seconds
	Do      func(func()) // runs a function on the UI goroutine
	On      Events
}

// Panel shows one lead. UI goroutine only, but for Close.
type Panel struct {
	p    Params
	box  *fyne.Container // what the window shows: the content of the moment
	lead int64
	gen  int
	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup
}

// panelPad is the distance of the words to the panel's edges.
const panelPad float32 = 22

// NewPanel returns a panel that shows nothing yet.
func NewPanel(p Params) *Panel {
	v := &Panel{p: p, box: container.NewStack()}
	v.ctx, v.stop = context.WithCancel(context.Background())
	return v
}

// Close stops the reading and waits for it.
func (v *Panel) Close() {
	v.stop()
	v.work.Wait()
}

// Object is what the window puts into its side panel.
func (v *Panel) Object() fyne.CanvasObject { return v.box }

// Lead is the lead shown, 0 for none.
func (v *Panel) Lead() int64 { return v.lead }

// SetFormat changes the language, currency or zone.
func (v *Panel) SetFormat(f *format.Format) {
	v.p.Format = f
	v.Reload()
}

// Show shows another lead; 0 empties the panel.
func (v *Panel) Show(lead int64) {
	v.lead = lead
	v.Reload()
}

// Reload reads the lead again. An answer that a newer question overtook is
// dropped.
func (v *Panel) Reload() {
	v.gen++
	if v.lead == 0 {
		return
	}
	gen, lead := v.gen, v.lead
	t := teller{format: v.p.Format, now: v.p.Now()}
	v.work.Go(func() {
		s, pipeline, err := v.read(t, lead)
		v.p.Do(func() {
			if gen != v.gen || v.ctx.Err() != nil {
				return
			}
			if err != nil {
				v.p.On.Failed(err)
				return
			}
			v.draw(s, pipeline)
		})
	})
}

func (v *Panel) read(t teller, lead int64) (s story, pipeline int64, err error) {
	if t.pipelines, err = v.p.Replica.Pipelines(v.ctx); err != nil {
		return s, 0, err
	}
	if t.users, err = v.p.Replica.Users(v.ctx); err != nil {
		return s, 0, err
	}
	d, err := v.p.Replica.Lead(v.ctx, lead)
	if err != nil {
		return s, 0, err
	}
	return t.tell(d), d.Lead.PipelineID, nil
}

// draw builds the panel's objects anew; it happens once per lead, not per frame.
func (v *Panel) draw(s story, pipeline int64) {
	texts := v.p.Format.Texts()
	closing := kit.NewIconButton("close-lead", texts.T("lead.close"), theme.IconClose, v.p.On.Close)
	browse := kit.NewPlainButton("browse-lead", texts.T("lead_menu.open_browser"), theme.IconExternalLink, func() { v.p.On.Browse(s.id) })
	top := container.NewBorder(nil, nil, nil, container.NewHBox(browse, closing), middle(small(s.line, theme.ColorMuted)))
	head := container.NewVBox(top, heading(s.title))
	if len(s.tags) > 0 {
		head.Add(tagRow(s.tags))
	}
	head.Add(gap(2))
	head.Add(newSteps(s.steps, func(status int64) { v.p.On.Move(s.id, pipeline, status) }))
	if s.note != "" {
		tone := theme.ColorAccent
		if s.alarm {
			tone = theme.ColorRed
		}
		head.Add(small("● "+s.note, tone))
	}
	body := container.NewVBox()
	for _, sec := range s.sections {
		v.drawSection(body, sec)
	}
	scroll := container.NewVScroll(container.New(inset{panelPad, 4, panelPad, panelPad}, body))
	v.box.Objects = []fyne.CanvasObject{
		container.NewBorder(container.New(inset{panelPad, 14, panelPad, 10}, head), nil, nil, nil, scroll),
		&tag{id: "panel:lead-" + strconv.FormatInt(s.id, 10), text: s.title},
	}
	v.box.Refresh()
}

func (v *Panel) drawSection(body *fyne.Container, s section) {
	if len(s.facts) == 0 {
		return
	}
	if s.title != "" {
		body.Add(gap(8))
		body.Add(strong(s.title))
	}
	for _, f := range s.facts {
		body.Add(v.row(f))
	}
}

func (v *Panel) row(f fact) fyne.CanvasObject {
	if address, err := url.Parse(f.link); f.link != "" && err == nil {
		return newRow(f.label, f.value, func() { v.p.On.Follow(address) })
	}
	return newRow(f.label, f.value, nil)
}
