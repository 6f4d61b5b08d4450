package pending

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// head is the page's title with how the sync stands, and what can be done with
// all of it.
type head struct {
	widget.BaseWidget
	title   *canvas.Text
	facts   *kit.Prose
	trouble *kit.Notice
	buttons []*kit.Button
	bar     *bar
	objects []fyne.CanvasObject
}

var _ kit.Inspectable = (*head)(nil)

func newHead(title string, buttons []*kit.Button) *head {
	h := &head{
		title: canvas.NewText(title, nil), facts: kit.NewProse("", theme.TextSmall, theme.ColorMuted, 2),
		trouble: kit.NewNotice("sync"), buttons: buttons, bar: newBar(),
	}
	h.title.TextSize = theme.TextHeading
	kit.Strong(h.title, true)
	h.objects = []fyne.CanvasObject{h.title, h.facts, h.trouble, h.bar}
	for _, b := range buttons {
		h.objects = append(h.objects, b)
	}
	h.ExtendBaseWidget(h)
	return h
}

// facts says how the sync stands: when the last one was, what is here, what
// waits, and what was asked of the server.
func facts(f *format.Format, s replica.Status, c cache.Counts, now int64) string {
	t := f.Texts()
	last := t.T("pending.never")
	if s.LastSync != 0 {
		last = t.T("pending.last", "When", f.DateTime(s.LastSync), "Ago", f.Ago(s.LastSync, now))
	}
	parts := []string{
		last,
		t.N("total.leads", c.Leads) + ", " + t.N("count.contacts", c.Contacts) + ", " + t.N("count.companies", c.Companies),
		t.T("pending.queue", "Count", f.Number(int64(c.Pending))),
	}
	if c.Conflicts > 0 {
		parts = append(parts, t.T("pending.conflicts", "Count", f.Number(int64(c.Conflicts))))
	}
	limits := amo.DefaultLimits()
	parts = append(parts, t.T("pending.requests", "Count", f.Number(s.Requests), "Second", limits.PerSecond, "Minute", limits.PerMinute))
	return strings.Join(parts, " · ")
}

func (h *head) set(text, trouble string, tone kit.Tone) {
	h.facts.Set(text, theme.ColorMuted)
	h.trouble.Set(trouble, tone)
	h.Refresh()
}

// Inspect names the head; its text is what it says of the sync.
func (h *head) Inspect() (id, kind, text string) {
	return "text:sync-facts", "text", strings.TrimSpace(h.facts.Text() + "\n" + h.bar.text)
}

// The head's distances, in Fyne units.
const (
	side     float32 = 22
	headTop  float32 = 16
	titleRow float32 = 30
	barRow   float32 = 44
)

// HeightFor is the height at a width.
func (h *head) HeightFor(width float32) float32 { return h.arrange(width) }

func (h *head) arrange(width float32) float32 {
	right, y := width-side, headTop
	for i := len(h.buttons) - 1; i >= 0; i-- {
		min := h.buttons[i].MinSize()
		right -= min.Width
		put(h.buttons[i], right, y-1, min.Width, theme.HeightControl)
		right -= 8
	}
	putText(h.title, side, y, max(right-side, 0), titleRow)
	y += titleRow + 8
	facts := h.facts.HeightFor(width - 2*side)
	put(h.facts, side, y, width-2*side, facts)
	y += facts + 8
	if h.trouble.Visible() {
		high := h.trouble.HeightFor(width - 2*side)
		put(h.trouble, side, y, width-2*side, high)
		y += high + 6
	}
	if h.bar.Visible() {
		put(h.bar, side, y, width-2*side, barRow)
		y += barRow
	}
	return y
}

// CreateRenderer gives the parts to Fyne.
func (h *head) CreateRenderer() fyne.WidgetRenderer {
	f := headFace{h}
	f.Refresh()
	return f
}

type headFace struct{ h *head }

func (f headFace) Destroy()                     {}
func (f headFace) MinSize() fyne.Size           { return fyne.NewSize(300, headTop+titleRow+30) }
func (f headFace) Objects() []fyne.CanvasObject { return f.h.objects }
func (f headFace) Layout(size fyne.Size)        { f.h.arrange(size.Width) }

// Refresh follows the words and the theme.
func (f headFace) Refresh() {
	f.h.title.Color = base.Color(theme.ColorText)
	f.Layout(f.h.Size())
	for _, o := range f.h.objects {
		o.Refresh()
	}
}

// bar shows how far the first sync has come. It hides itself when there is none
// under way.
type bar struct {
	widget.BaseWidget
	share   float32
	text    string
	words   *canvas.Text
	under   *canvas.Rectangle
	over    *canvas.Rectangle
	objects []fyne.CanvasObject
}

func newBar() *bar {
	b := &bar{words: small(false), under: canvas.NewRectangle(nil), over: canvas.NewRectangle(nil)}
	b.objects = []fyne.CanvasObject{b.words, b.under, b.over}
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

func (b *bar) set(share float32, text string) {
	b.share, b.text = share, text
	if text == "" {
		b.Hide()
		return
	}
	b.Show()
	b.Refresh()
}

// CreateRenderer gives the parts to Fyne.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	f := barFace{b}
	f.Refresh()
	return f
}

type barFace struct{ b *bar }

const barHigh float32 = 6

func (f barFace) Destroy()                     {}
func (f barFace) MinSize() fyne.Size           { return fyne.NewSize(200, barRow) }
func (f barFace) Objects() []fyne.CanvasObject { return f.b.objects }

// Layout puts the bar under the words.
func (f barFace) Layout(size fyne.Size) {
	putText(f.b.words, 0, 0, size.Width, lineHigh)
	put(f.b.under, 0, lineHigh+6, size.Width, barHigh)
	put(f.b.over, 0, lineHigh+6, max(size.Width*f.b.share, barHigh), barHigh)
}

// Refresh follows the progress and the theme.
func (f barFace) Refresh() {
	f.b.words.Text, f.b.words.Color = f.b.text, base.Color(theme.ColorText)
	f.b.under.FillColor, f.b.over.FillColor = base.Color(theme.ColorLine), base.Color(theme.ColorAccentFill)
	f.b.under.CornerRadius, f.b.over.CornerRadius = barHigh/2, barHigh/2
	f.Layout(f.b.Size())
	for _, o := range f.b.objects {
		o.Refresh()
	}
}

// pace guesses how long a first sync will take from how fast it has been.
type pace struct {
	since int64   // Unix seconds of the first look
	from  float64 // how far it was then
}

// left returns the seconds left, 0 while that cannot be told.
func (p *pace) left(now int64, progress float64) int64 {
	if p.since == 0 || progress < p.from {
		p.since, p.from = now, progress
	}
	took, done := float64(now-p.since), progress-p.from
	if took < 3 || done < 0.01 {
		return 0
	}
	return int64(took*(1-progress)/done) + 1
}

// progress puts a first sync into words.
func (p *pace) progress(f *format.Format, s replica.Status, now int64) string {
	t := f.Texts()
	share := min(max(s.Progress, 0), 1)
	text := t.T("pending.first", "Percent", int(share*100), "Leads", t.N("total.leads", s.Leads), "Contacts", t.N("count.contacts", s.Contacts))
	if left := p.left(now, share); left > 0 {
		text += " · " + about(t, left)
	}
	return text
}

func about(t *i18n.Texts, seconds int64) string {
	if seconds < 60 {
		return t.T("pending.left_seconds", "Count", seconds)
	}
	return t.T("pending.left_minutes", "Count", (seconds+59)/60)
}
