package sandbox

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

//go:embed pages/consent.html
var consentHTML string

//go:embed pages/popup.html
var popupHTML string

// The account of the same administrator that the picker offers beside the
// sandbox itself. It lives elsewhere: its codes are of no use here.
const (
	otherAccountID   = 5135277
	otherAccountName = "lola-textile"
)

// pages are the templates of the sign-in.
type pages struct{ consent, popup *template.Template }

func newPages() pages {
	return pages{
		template.Must(template.New("consent").Parse(consentHTML)),
		template.Must(template.New("popup").Parse(popupHTML)),
	}
}

// consentView is what the consent page shows.
type consentView struct {
	User, Integration string
	Scopes            []string
	Accounts          []accountChoice
	ClientID          string
	State, Mode       string
	HasState          bool
	Error             string
}

type accountChoice struct {
	ID         int64
	Name, Host string
	Selected   bool
}

// consentPage answers GET /oauth: the page on which an administrator chooses
// an account and allows or refuses. No login is asked for.
func (s *Server) consentPage(req *http.Request) reply {
	query := req.URL.Query()
	view := consentView{
		ClientID: query.Get("client_id"), State: query.Get("state"), HasState: query.Has("state"),
		Mode: query.Get("mode"),
	}
	return s.showConsent(req, view)
}

func (s *Server) showConsent(req *http.Request, view consentView) reply {
	status := http.StatusOK
	if view.ClientID != s.credentials.ClientID {
		status, view.Error = http.StatusNotFound, "Интеграция не найдена"
	}
	s.state.mu.RLock()
	if u := s.state.user(demoUserID); u != nil {
		view.User = u.Name
	}
	name, app := s.state.account.subdomain, s.state.app
	s.state.mu.RUnlock()
	view.Integration = integrationName
	view.Scopes = []string{
		"Доступ к данным аккаунта", "Доступ к файлам", "Удаление файлов", "Доступ к центру уведомлений",
	}
	view.Accounts = []accountChoice{
		{accountID, name, s.host(req, app), true},
		{otherAccountID, otherAccountName, s.otherHost(), false},
	}
	return showPage(s.pages.consent, status, view)
}

// consentAnswer answers the page's form: a redirect to the integration's
// address with a code, or with the refusal.
func (s *Server) consentAnswer(req *http.Request) reply {
	req.Body = http.MaxBytesReader(nil, req.Body, maxTokenRequest)
	if err := req.ParseForm(); err != nil {
		return htmlPage(http.StatusBadRequest)
	}
	form := req.PostForm
	view := consentView{
		ClientID: form.Get("client_id"), State: form.Get("state"), HasState: form.Has("state"), Mode: form.Get("mode"),
	}
	chosen := intval(form.Get("account_id"))
	decision := form.Get("decision")
	if view.ClientID != s.credentials.ClientID || decision != "allow" && decision != "refuse" ||
		decision == "allow" && chosen != accountID && chosen != otherAccountID {
		return s.showConsent(req, view)
	}
	var pairs []string
	add := func(name, value string) { pairs = append(pairs, name+"="+url.QueryEscape(value)) }
	if decision == "refuse" {
		add("error", "access_denied")
	} else {
		code, referer, failed := s.consent(req, chosen)
		if failed != nil {
			return *failed
		}
		add("code", code)
		add("referer", referer)
	}
	if view.HasState {
		add("state", view.State)
	}
	if decision == "allow" {
		add("platform", s.platform())
		add("client_id", view.ClientID)
	}
	return s.redirect(view.Mode, strings.Join(pairs, "&"))
}

// consent notes a grant and makes its code; it also switches the integration
// on again, as an installation does.
func (s *Server) consent(req *http.Request, account int64) (code, referer string, failed *reply) {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	now := s.clock.unix()
	g := &grantRow{ID: s.state.takeID(kindGrants), UUID: uuidFrom(newRequestID()), User: demoUserID, Account: account, CodeAt: now}
	records := []record{{Grant: g}}
	app := s.state.app
	if app.Off {
		app.Off = false
		records = append(records, record{App: &app})
	}
	if err := s.save(records...); err != nil {
		r := internalError()
		return "", "", &r
	}
	switch {
	case s.OAuth().Referer != "":
		referer = s.OAuth().Referer
	case account == otherAccountID:
		referer = s.otherHost()
	default:
		referer = s.host(req, app)
	}
	return s.sealer.seal(sealed{sealedCode, account, g.ID, 0, now}), referer, nil
}

// redirect sends the browser to the integration's address. In mode popup a
// page does it that looks for its opener first.
func (s *Server) redirect(mode, query string) reply {
	o := s.OAuth()
	target := o.RedirectURI
	if strings.Contains(target, "?") {
		target += "&" + query
	} else {
		target += "?" + query
	}
	if mode == "popup" {
		return showPage(s.pages.popup, http.StatusOK, struct {
			Target string
			Break  bool
		}{target, o.BreakPopup})
	}
	return reply{status: http.StatusFound, contentType: typeHTML + "; charset=utf-8", location: target}
}

func (s *Server) platform() string {
	if s.OAuth().Kommo {
		return "2"
	}
	return "1"
}

func (s *Server) otherHost() string { return otherAccountName + "." + s.baseDomain() }

func showPage(t *template.Template, status int, view any) reply {
	var b bytes.Buffer
	if err := t.Execute(&b, view); err != nil {
		return htmlPage(http.StatusInternalServerError)
	}
	return reply{status: status, contentType: typeHTML + "; charset=utf-8", body: b.Bytes()}
}

// uuidFrom writes 32 hex digits as a UUID.
func uuidFrom(digits string) string {
	return digits[:8] + "-" + digits[8:12] + "-4" + digits[13:16] + "-a" + digits[17:20] + "-" + digits[20:32]
}
