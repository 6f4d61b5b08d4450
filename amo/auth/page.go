package auth

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
)

// Page is what the browser shows when the sign-in has ended, in the words of
// the person's language. All of it is plain text.
type Page struct {
	Language string // of the words: uz, ru, en
	Title    string // Connected
	Text     string // You can close this page and go back to Voronka.
}

// Pages gives the words of the page for an outcome: nil for a sign-in that
// worked, else the error, which KindOf sorts. It is called by many goroutines.
type Pages interface {
	Page(outcome error) Page
}

// PagesFunc is a function as Pages.
type PagesFunc func(outcome error) Page

// Page calls f.
func (f PagesFunc) Page(outcome error) Page { return f(outcome) }

// pageStyle is the only thing on the page besides words. The policy names it
// by its hash, so that nothing else could apply.
const pageStyle = `:root{color-scheme:light dark}` +
	`body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;background:#f3f5f9;color:#161b26}` +
	`main{box-sizing:border-box;width:min(92vw,30rem);padding:2.5rem;border-radius:16px;background:#fff;border:1px solid #dfe4ec}` +
	`.mark{width:48px;height:48px;border-radius:12px;display:grid;place-items:center;font-size:26px;font-weight:700;color:#fff;background:#1f9d57}` +
	`.failed .mark{background:#c93434}` +
	`h1{margin:1.25rem 0 .5rem;font-size:1.5rem;line-height:1.25}` +
	`p{margin:0;color:#586174;overflow-wrap:anywhere}` +
	`@media(prefers-color-scheme:dark){body{background:#12151b;color:#eef1f6}main{background:#1b2029;border-color:#2c3340}p{color:#a4adbd}}`

const pageSource = `<!doctype html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} — Voronka</title>
<link rel="icon" href="data:,">
<style>{{.Style}}</style>
</head>
<body>
<main class="{{.Class}}">
<div class="mark" aria-hidden="true">{{.Mark}}</div>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
</main>
</body>
</html>
`

// renderer makes pages.
type renderer struct {
	pages  Pages
	source *template.Template
	policy string
}

func newRenderer(pages Pages) (renderer, error) {
	source, err := template.New("page").Parse(pageSource)
	if err != nil {
		return renderer{}, fmt.Errorf("page of the sign-in: %w", err)
	}
	hash := sha256.Sum256([]byte(pageStyle))
	return renderer{pages: pages, source: source, policy: "default-src 'none'; img-src data:; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(hash[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}, nil
}

// html is the whole page for an outcome.
func (r renderer) html(outcome error) ([]byte, error) {
	view := struct {
		Page
		Style       template.CSS
		Class, Mark string
	}{Page: r.pages.Page(outcome), Style: pageStyle, Class: "done", Mark: "✓"}
	if outcome != nil {
		view.Class, view.Mark = "failed", "!"
	}
	var b bytes.Buffer
	if err := r.source.Execute(&b, view); err != nil {
		return nil, fmt.Errorf("page of the sign-in: %w", err)
	}
	return b.Bytes(), nil
}

// guard sets what every answer has: not kept anywhere, not put into a frame,
// not telling its address, which has the code in it, to anyone.
func (r renderer) guard(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", r.policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Connection", "close")
}

// write sends the page of an outcome. A browser that has gone has no need of it.
func (r renderer) write(w http.ResponseWriter, status int, outcome error) {
	body, err := r.html(outcome)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
	// The listener may be closed right after this.
	_ = http.NewResponseController(w).Flush()
}
