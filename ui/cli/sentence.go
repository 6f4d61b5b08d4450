package cli

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"voronka/amo/webhook"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/cache/replica"
	"voronka/ui/account"
	"voronka/ui/i18n"
	"voronka/ui/input"
	"voronka/ui/sentence"
)

// texts are the words of the person's language: VORONKA_LANG, or the
// desktop's.
func (r *run) texts() *i18n.Texts {
	if wish := r.Getenv(EnvLanguage); wish != "" {
		return i18n.New(i18n.Choose(wish))
	}
	return i18n.New(i18n.Detect(""))
}

// missing says that a lead or change does not exist here.
type missing struct {
	what string // lead, contact, change, conflict
	id   int64
	err  error
}

func (m *missing) Error() string { return fmt.Sprintf("%s %d: %v", m.what, m.id, m.err) }
func (m *missing) Unwrap() error { return m.err }

// noSuch names the row in errors about one that does not exist.
func noSuch(err error, what string, id int64) error {
	if errors.Is(err, cache.ErrNotFound) {
		return &missing{what, id, err}
	}
	return err
}

// usage explains a wrong call. What cobra says about it is English, like the
// flags it speaks of.
func (r *run) usage(err error) string {
	return own(r.texts().Lang(), wrongCall, "Reason", oneLine(err.Error()))
}

// sentence explains a failure in one sentence; its cause stands in the log.
func (r *run) sentence(err error) string {
	texts := r.texts()
	if s := explainHere(texts, err); s != "" {
		return oneLine(s)
	}
	return oneLine(sentence.Of(texts, err, hostOf(err)))
}

// explainHere explains what the window does not know; empty for all else.
func explainHere(texts *i18n.Texts, err error) string {
	var (
		gone    *missing
		unknown *unknownAccountError
		foreign *foreignFolderError
		listen  *listenError
		unsent  *account.UnsentError
		nothing *nothingError
		stuck   *replica.StuckError
	)
	lang := texts.Lang()
	switch {
	case errors.Is(err, errSecondWindow):
		return texts.Failure(i18n.SecondWindow)
	case errors.Is(err, errNoAccount):
		return texts.Failure(i18n.NoAccount)
	case errors.Is(err, errNoDisplay):
		return own(lang, noDisplay)
	case errors.As(err, &unknown):
		return own(lang, unknownAccount, "Name", unknown.name)
	case errors.As(err, &gone) && gone.what == "change":
		return own(lang, noChange, "ID", gone.id)
	case errors.As(err, &gone) && gone.what == "contact":
		return own(lang, noContact, "ID", gone.id)
	case errors.As(err, &gone) && gone.what == "conflict":
		return own(lang, noConflict, "ID", gone.id)
	case errors.As(err, &gone):
		return own(lang, noLead, "ID", gone.id)
	case errors.As(err, &foreign):
		return own(lang, foreignFolder, "Folder", foreign.dir)
	case errors.As(err, &listen):
		return own(lang, addressTaken, "Addr", listen.addr)
	case errors.As(err, &unsent):
		return own(lang, unsentChanges, "Count", unsent.Count)
	case errors.Is(err, webhook.ErrInUse):
		return own(lang, receiverElsewhere)
	case errors.As(err, &nothing):
		return own(lang, nothing.say)
	case errors.As(err, &stuck):
		return explainStuck(texts, stuck, hostOf(err))
	}
	return explainValue(texts, err)
}

// explainStuck says which change does not go out, and what to do: an answer that
// time may change asks for patience, another one for a decision.
func explainStuck(texts *i18n.Texts, e *replica.StuckError, host string) string {
	lang := texts.Lang()
	if e.Err == nil {
		return own(lang, stuckSilent, "Count", e.Left)
	}
	say := stuckChange
	if e.Status == 0 || e.Status == http.StatusTooManyRequests || e.Status >= http.StatusInternalServerError {
		say = stuckLater
	}
	return own(lang, say, "Count", e.Left, "ID", e.ChangeID, "Answer", strings.TrimRight(sentence.Of(texts, e.Err, host), ". "))
}

// explainValue explains what is wrong with a value; empty for all else.
func explainValue(texts *i18n.Texts, err error) string {
	var (
		unknown *unknownError
		typed   *valueError
		refused *cache.ValueError
	)
	lang := texts.Lang()
	switch {
	case errors.As(err, &unknown):
		return own(lang, unknown.say, "Name", unknown.name)
	case errors.As(err, &typed) && typed.closed:
		return own(lang, closedField, "Name", typed.field)
	case errors.As(err, &typed):
		return own(lang, wrongValue, "Name", typed.field, "Reason", typed.mistake.Sentence(texts))
	case errors.As(err, &refused) && refused.Reason == cache.ValueReadOnly:
		return own(lang, closedField, "Name", refused.Field)
	case errors.As(err, &refused) && refused.Reason == cache.ValueMissing:
		return own(lang, wrongValue, "Name", refused.Field, "Reason", input.Mistake{Reason: input.Missing}.Sentence(texts))
	case errors.As(err, &refused) && refused.Reason == cache.ValueTooLong && refused.Field == merge.Name:
		return own(lang, wrongValue, "Name", refused.Field, "Reason", input.Mistake{Reason: input.TooLong, Most: cache.MaxName}.Sentence(texts))
	case errors.As(err, &refused):
		return own(lang, refusedValue, "Name", refused.Field)
	}
	return ""
}

// atHost adds to an error which server it is about.
type atHost struct {
	host string
	err  error
}

func (e *atHost) Error() string { return e.host + ": " + e.err.Error() }
func (e *atHost) Unwrap() error { return e.err }

// at names the server in an error.
func at(host string, err error) error {
	if err == nil {
		return nil
	}
	return &atHost{host, err}
}

func hostOf(err error) string {
	var at *atHost
	if errors.As(err, &at) {
		return at.host
	}
	return "amoCRM"
}
