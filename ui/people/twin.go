package people

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// lookAfter is how long the typing pauses before duplicates are looked for.
const lookAfter = 250 * time.Millisecond

// lookForTwins asks, when the typing pauses, who has the phones and addresses
// that were typed.
func (f *Form) lookForTwins() {
	if f.waiting != nil {
		f.waiting()
	}
	gen := f.gen
	f.waiting = f.p.Clock.AfterFunc(lookAfter, func() {
		f.p.Do(func() {
			if gen == f.gen && f.ctx.Err() == nil {
				f.askForTwins()
			}
		})
	})
}

func (f *Form) askForTwins() {
	phones, emails := f.points(codePhone), f.points(codeEmail)
	f.looks++
	look, gen, self := f.looks, f.gen, f.scene.subject.ID
	if len(phones)+len(emails) == 0 {
		f.setTwin(nil)
		return
	}
	f.work.Go(func() {
		list, err := f.p.Replica.DuplicatesOf(f.ctx, phones, emails, self)
		f.p.Do(func() {
			if gen != f.gen || look != f.looks || f.ctx.Err() != nil {
				return
			}
			if err != nil {
				f.p.On.Failed(err)
				return
			}
			want := f.scene.subject.parts()
			list = slices.DeleteFunc(list, func(d cache.Duplicate) bool { return d.Entity != want })
			if len(list) == 0 {
				f.setTwin(nil)
				return
			}
			f.setTwin(newTwin(f, list))
		})
	})
}

// points are the phones or addresses that the person has typed just now; what
// was there before is not asked about again.
func (f *Form) points(of string) []string {
	var list []string
	for _, x := range f.fields {
		if code(x.Rule().Field) != of || !x.Changed() {
			continue
		}
		was := x.Read().Lines
		for _, l := range x.Typed().Lines {
			old := slices.ContainsFunc(was, func(w input.Line) bool { return w.Text == l.Text })
			if s := strings.TrimSpace(l.Text); s != "" && !old {
				list = append(list, s)
			}
		}
	}
	return list
}

func (f *Form) setTwin(t *twin) {
	if f.twin == nil && t == nil {
		return
	}
	f.twin = t
	f.arrange()
}

// twin says that somebody is here already.
type twin struct {
	widget.BaseWidget
	byEmail bool
	text    string
	ground  *kit.Ground
	icon    *canvas.Image
	words   *kit.Prose
	open    *kit.Button
	use     *kit.Button // nil where there is no use for them
}

var (
	_ field.Block     = (*twin)(nil)
	_ kit.Inspectable = (*twin)(nil)
)

func newTwin(f *Form, list []cache.Duplicate) *twin {
	d, texts := list[0], f.texts()
	t := &twin{byEmail: strings.Contains(d.By, "@"), ground: kit.NewGround(theme.ColorSunken, theme.ColorAmberDot, theme.RadiusButton)}
	rest := []string{}
	for _, s := range []string{d.CompanyName, d.OwnerName} {
		if s != "" {
			rest = append(rest, s)
		}
	}
	who := d.Name
	if len(rest) > 0 {
		who += " (" + strings.Join(rest, ", ") + ")"
	}
	t.text = texts.T("people.twin_phone", "Who", who)
	if t.byEmail {
		t.text = texts.T("people.twin_email", "Who", who)
	}
	if more := len(list) - 1; more > 0 {
		t.text += " " + texts.N("people.twins_more", more)
	}
	t.words = kit.NewProse(t.text, theme.TextBase, theme.ColorText, 4)
	t.icon = canvas.NewImageFromResource(theme.Icon(theme.IconWarning, theme.ColorAmber))
	t.icon.FillMode = canvas.ImageFillContain
	t.open = kit.NewPlainButton("open-twin", texts.T("people.open_twin"), "", func() { f.p.On.Open(d.Entity, d.ID) })
	if f.scene.subject.ID == 0 {
		t.use = kit.NewPlainButton("use-twin", texts.T("people.use_twin"), "", func() { f.useTwin(d) })
	}
	t.ExtendBaseWidget(t)
	return t
}

// useTwin takes somebody who is here instead of making them again.
func (f *Form) useTwin(d cache.Duplicate) {
	if f.scene.subject.Entity == cache.Leads {
		f.field(keyWho).Choose(d.ID, d.Name)
		f.setTwin(nil)
		f.arrange()
		return
	}
	if lead := f.scene.subject.LeadID; lead != 0 {
		f.do(cache.LeadEdit{ID: lead, Link: []int64{d.ID}})
		return
	}
	f.drop()
	f.p.On.Open(d.Entity, d.ID)
}

// Inspect names the warning.
func (t *twin) Inspect() (id, kind, text string) { return "notice:twin", "notice", t.text }

const (
	twinPad  float32 = 12
	twinIcon float32 = 20
)

// HeightFor is the height at a width.
func (t *twin) HeightFor(width float32) float32 {
	return max(t.words.HeightFor(t.room(width))+2*twinPad, theme.HeightControl+2*8)
}

func (t *twin) buttons() float32 {
	w := t.open.MinSize().Width
	if t.use != nil {
		w += 8 + t.use.MinSize().Width
	}
	return w
}

func (t *twin) room(width float32) float32 { return width - 3*twinPad - twinIcon - t.buttons() }

// CreateRenderer gives the parts to Fyne.
func (t *twin) CreateRenderer() fyne.WidgetRenderer { return twinFace{t} }

type twinFace struct{ t *twin }

func (f twinFace) Destroy()           {}
func (f twinFace) MinSize() fyne.Size { return fyne.NewSize(200, 48) }

// Objects are the parts.
func (f twinFace) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.t.ground, f.t.icon, f.t.words, f.t.open}
	if f.t.use != nil {
		all = append(all, f.t.use)
	}
	return all
}

// Layout puts the words between the sign and the buttons.
func (f twinFace) Layout(size fyne.Size) {
	t := f.t
	move(t.ground, 0, 0, size.Width, size.Height)
	move(t.icon, twinPad-2, (size.Height-twinIcon)/2, twinIcon, twinIcon)
	room := t.room(size.Width)
	high := t.words.HeightFor(room)
	move(t.words, twinPad+twinIcon+4, (size.Height-high)/2, room, high)
	x := size.Width - 8
	y := (size.Height - theme.HeightControl) / 2
	if t.use != nil {
		min := t.use.MinSize()
		x -= min.Width
		move(t.use, x, y, min.Width, min.Height)
		x -= 8
	}
	min := t.open.MinSize()
	move(t.open, x-min.Width, y, min.Width, min.Height)
}

// Refresh follows the theme.
func (f twinFace) Refresh() {
	f.Layout(f.t.Size())
	for _, o := range f.Objects() {
		o.Refresh()
	}
}
