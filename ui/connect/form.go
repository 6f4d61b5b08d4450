package connect

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// The ways to connect an account, by the names of their tabs.
const (
	byBrowser = "browser"
	byToken   = "token"
	byCode    = "code"
)

// DefaultRedirect is the redirect URI to register in the integration, unless a
// person has registered another one.
const DefaultRedirect = "http://localhost:8917/callback"

// formEvents are what a person does in the form.
type formEvents struct {
	submit func()
	cancel func()
	demo   func()
	back   func() // nil: there is nothing to go back to
	copied func(text string)
	grown  func() // the form has another height than before
	reveal func(fyne.CanvasObject)
}

// form is the right half of the card: everything that is typed and pressed.
type form struct {
	widget.BaseWidget
	t  *i18n.Texts
	on formEvents

	heading *kit.Prose
	back    *kit.Button
	tabs    *kit.Tabs

	subdomain *kit.Field
	suffix    *kit.Choice
	clientID  *kit.Field
	secret    *kit.Field
	redirect  *kit.Field
	change    *kit.Link // makes the redirect URI editable, or puts it back
	hint      *kit.Prose
	copyURI   *kit.Link
	code      *kit.Field
	token     *kit.Field

	notice   *kit.Notice
	link     *kit.Field // the consent page, while the browser is waited for
	copyLink *kit.Link
	connect  *kit.Button
	cancel   *kit.Button
	line     *kit.Fill
	question *kit.Prose
	demo     *kit.Button

	own     bool // the redirect URI is the person's own
	objects []fyne.CanvasObject
}

func newForm(t *i18n.Texts, on formEvents) *form {
	f := &form{
		t: t, on: on,
		heading:  kit.NewHeading(t.T("connect.title"), 2),
		back:     kit.NewIconButton("back", t.T("connect.back"), theme.IconClose, on.back),
		notice:   kit.NewNotice("connect"),
		connect:  kit.NewPrimaryButton("connect", t.T("connect.button_browser"), "", on.submit),
		cancel:   kit.NewPlainButton("cancel", t.T("connect.cancel"), "", on.cancel),
		line:     kit.NewLine(),
		question: kit.NewProse(t.T("connect.no_account"), theme.TextBase, theme.ColorMuted, 2),
		demo:     kit.NewPlainButton("demo", t.T("connect.demo"), "", on.demo),
	}
	f.tabs = kit.NewTabs([]kit.Tab{
		{Name: byBrowser, Text: t.T("connect.tab_browser")},
		{Name: byToken, Text: t.T("connect.tab_token")},
		{Name: byCode, Text: t.T("connect.tab_code")},
	}, func(string) { f.turned() })
	f.makeFields()
	f.objects = []fyne.CanvasObject{
		f.heading, f.tabs, f.subdomain, f.clientID, f.secret, f.redirect, f.hint, f.change,
		f.code, f.token, f.notice, f.link, f.connect, f.cancel, f.line, f.question, f.demo, f.back,
	}
	f.ExtendBaseWidget(f)
	f.setBusy(false)
	f.turned()
	return f
}

func (f *form) makeFields() {
	t := f.t
	f.suffix = kit.NewChoice("suffix", t.T("connect.suffix"), suffixes(), func(int) { f.forgive(f.subdomain) })
	f.subdomain = kit.NewField(kit.FieldParams{
		Name: "subdomain", Label: t.T("connect.address"), Placeholder: t.T("connect.address_example"), Tail: f.suffix,
		Changed: f.addressTyped, Left: f.settleAddress, Submitted: f.on.submit,
	})
	f.clientID = f.field(kit.FieldParams{Name: "client-id", Label: t.T("connect.client_id"), Left: f.adviseClientID})
	f.secret = f.field(kit.FieldParams{
		Name: "secret", Label: t.T("connect.secret"), Secret: true, Reveal: t.T("connect.reveal"), Conceal: t.T("connect.conceal"),
	})
	f.copyURI = f.copier("copy-redirect", func() string { return f.redirect.Text() })
	f.redirect = f.field(kit.FieldParams{Name: "redirect", Label: t.T("connect.redirect"), Tail: f.copyURI})
	f.redirect.SetText(DefaultRedirect)
	f.redirect.SetLocked(true)
	f.hint = kit.NewProse(t.T("connect.redirect_hint"), theme.TextSmall, theme.ColorMuted, 3)
	f.change = kit.NewLink("change-redirect", t.T("connect.change"), f.changeRedirect, t.T("connect.restore"))
	f.code = f.field(kit.FieldParams{Name: "code", Label: t.T("connect.code"), Private: true})
	f.token = f.field(kit.FieldParams{
		Name: "token", Label: t.T("connect.token"), Secret: true, Reveal: t.T("connect.reveal"), Conceal: t.T("connect.conceal"),
	})
	f.copyLink = f.copier("copy-link", func() string { return f.link.Text() })
	f.link = kit.NewField(kit.FieldParams{Name: "link", Label: t.T("connect.link"), Tail: f.copyLink})
	f.link.SetLocked(true)
	f.link.Hide()
}

// field is a field whose sentence goes away when it is typed into.
func (f *form) field(p kit.FieldParams) *kit.Field {
	var made *kit.Field
	p.Changed = func(string) { f.forgive(made) }
	p.Submitted = f.on.submit
	made = kit.NewField(p)
	return made
}

// copier is the link that copies a text, and says so.
func (f *form) copier(name string, text func() string) *kit.Link {
	var link *kit.Link
	link = kit.NewLink(name, f.t.T("connect.copy"), func() {
		f.on.copied(text())
		link.SetText(f.t.T("connect.copied"))
	}, f.t.T("connect.copied"))
	return link
}

// fields are those of the form in order, without the link.
func (f *form) fields() []*kit.Field {
	return []*kit.Field{f.subdomain, f.clientID, f.secret, f.redirect, f.code, f.token}
}

// turned shows the fields of the tab that is chosen.
func (f *form) turned() {
	way := f.tabs.Chosen()
	for _, one := range []fyne.CanvasObject{f.clientID, f.secret, f.redirect, f.hint, f.change} {
		setVisible(one, way != byToken)
	}
	setVisible(f.token, way == byToken)
	setVisible(f.code, way == byCode)
	for _, one := range f.fields() {
		one.SetMistake("")
	}
	f.token.SetHint(f.t.T("connect.token_hint"))
	f.code.SetHint(f.t.T("connect.code_hint"))
	f.adviseClientID()
	f.copyURI.SetText(f.t.T("connect.copy"))
	f.say("", kit.ToneGood)
	f.connect.SetText(f.buttonText())
	f.on.grown()
}

func (f *form) buttonText() string {
	if f.tabs.Chosen() == byBrowser {
		return f.t.T("connect.button_browser")
	}
	return f.t.T("connect.button")
}

// forgive takes the sentence from under a field that is being put right.
func (f *form) forgive(field *kit.Field) {
	if field.Mistake() != "" && field.SetMistake("") {
		f.on.grown()
	}
}

// addressTyped takes a pasted address apart.
func (f *form) addressTyped(text string) {
	f.forgive(f.subdomain)
	if isWhole(text) {
		f.settleAddress()
		return
	}
	f.showSuffix()
}

// settleAddress shows the address in the form's own way, once it is whole.
func (f *form) settleAddress() {
	a, wrong := readAddress(f.subdomain.Text(), f.suffix.Chosen())
	if wrong == addressFine {
		if a.whole == "" {
			f.suffix.Choose(a.suffix)
		}
		if a.typed() != f.subdomain.Text() {
			f.subdomain.SetText(a.typed())
		}
	}
	f.showSuffix()
}

// showSuffix leaves the suffix out beside a whole address.
func (f *form) showSuffix() {
	a, wrong := readAddress(f.subdomain.Text(), f.suffix.Chosen())
	setVisible(f.suffix, wrong != addressFine || a.whole == "")
}

// adviseClientID says when an integration ID looks odd. The server knows
// better, so it is advice and no more.
func (f *form) adviseClientID() {
	if f.clientID.Mistake() != "" {
		return
	}
	advice, id := "", kit.OneLine(f.clientID.Text())
	if id != "" && !isUUID(id) {
		advice = f.t.T("connect.client_id_hint")
	}
	if f.clientID.SetHint(advice) {
		f.on.grown()
	}
}

// changeRedirect makes the redirect URI editable, or puts back the default.
func (f *form) changeRedirect() {
	f.setOwnRedirect(!f.own)
	if f.own {
		f.redirect.Focus()
	}
}

func (f *form) setOwnRedirect(own bool) {
	f.own = own
	words := f.t.T("connect.change")
	if own {
		words = f.t.T("connect.restore")
	} else {
		f.redirect.SetText(DefaultRedirect)
	}
	f.change.SetText(words)
	f.redirect.SetLocked(!own)
	f.copyURI.SetText(f.t.T("connect.copy"))
	f.forgive(f.redirect)
}

// say puts a sentence over the button; an empty one takes it away.
func (f *form) say(text string, tone kit.Tone) {
	f.notice.Set(text, tone)
	f.on.grown()
	if text != "" {
		f.on.reveal(f.notice)
		f.on.reveal(f.connect)
	}
}

// setBusy keeps everything from being changed while the account is being
// connected, and offers to cancel.
func (f *form) setBusy(busy bool) {
	f.tabs.SetDisabled(busy)
	for _, one := range f.fields() {
		one.SetLocked(busy)
	}
	f.redirect.SetLocked(busy || !f.own)
	f.suffix.SetDisabled(busy)
	f.change.SetDisabled(busy)
	f.connect.SetDisabled(busy)
	f.demo.SetDisabled(busy)
	setVisible(f.cancel, busy)
	setVisible(f.back, f.on.back != nil)
	f.connect.SetText(f.buttonText())
	if busy {
		f.connect.SetText(f.t.T("connect.working"))
		f.say("", kit.ToneGood)
	}
	f.showLink("")
}

// showLink shows the address of the consent page to copy; an empty one takes
// it away.
func (f *form) showLink(address string) {
	f.link.SetText(address)
	f.copyLink.SetText(f.t.T("connect.copy"))
	setVisible(f.link, address != "")
	if address != "" {
		f.connect.SetText(f.t.T("connect.waiting"))
		f.say(f.t.T("connect.waiting_hint"), kit.ToneBusy)
		return
	}
	f.on.grown()
}

// wipe takes the secrets out of the fields.
func (f *form) wipe() {
	f.secret.Wipe()
	f.code.Wipe()
	f.token.Wipe()
}

// fill puts in what is known of an account already.
func (f *form) fill(r Request) {
	if a, wrong := readAddress(r.Address, 0); wrong == addressFine {
		f.suffix.Choose(a.suffix)
		f.subdomain.SetText(a.typed())
		f.showSuffix()
	}
	f.clientID.SetText(r.ClientID)
	if r.RedirectURI != "" && r.RedirectURI != DefaultRedirect {
		f.setOwnRedirect(true)
		f.redirect.SetText(r.RedirectURI)
	}
}

func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}
