package auth

import (
	"net/http"
	"strings"
	"time"
)

// ServeHTTP answers GET of the redirect URI's own path and host. Nothing else
// ends the wait, whoever asks for it: other programs of this computer and
// pages open in the browser can reach the port too.
func (l *Listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.pages.guard(w.Header())
	switch {
	case !strings.EqualFold(r.Host, l.to.host):
		// A foreign name that leads to this address is an attack by DNS.
		http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
	case r.URL.EscapedPath() != l.to.path:
		http.Error(w, http.StatusText(http.StatusNotFound), http.StatusNotFound)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	default:
		l.callback(w, r)
	}
}

// callback takes an answer, or refuses it.
func (l *Listener) callback(w http.ResponseWriter, r *http.Request) {
	answer, problem := parseQuery(r.URL.RawQuery)
	if KindOf(problem) == KindStrayVisit {
		l.pages.write(w, http.StatusBadRequest, problem)
		return
	}
	asks, refused, err := l.match(answer)
	if err != nil {
		if refused != nil {
			refused(err)
		}
		l.pages.write(w, http.StatusForbidden, err)
		return
	}
	v := &Visit{Callback: answer, Err: problem, outcome: make(chan error, 1)}
	asks.visits <- v // has room: a state is good for one visit
	l.show(w, r, v)
}

// match finds the wait an answer belongs to, and uses its state up.
func (l *Listener) match(answer Callback) (*asking, func(error), error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asks == nil {
		return nil, nil, &CallbackError{Kind: KindWrongState}
	}
	return l.asks, l.asks.refused, l.asks.state.Redeem(answer.State)
}

// show waits for the outcome and writes its page.
func (l *Listener) show(w http.ResponseWriter, r *http.Request, v *Visit) {
	timer := time.NewTimer(outcomeTimeout)
	defer timer.Stop()
	select {
	case outcome := <-v.outcome:
		l.pages.write(w, statusOf(outcome), outcome)
		return
	case <-r.Context().Done():
		return // the browser has gone
	case <-timer.C:
	case <-l.closing:
	}
	var outcome error = &WaitError{Kind: KindCancelled}
	select {
	case outcome = <-v.outcome: // it came together with Close
	default:
	}
	l.pages.write(w, statusOf(outcome), outcome)
}

func statusOf(outcome error) int {
	if outcome != nil {
		return http.StatusBadRequest
	}
	return http.StatusOK
}
