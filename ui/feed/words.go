package feed

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
)

// span is a stretch of text in one weight.
type span struct {
	text string
	bold bool
}

// teller puts entries into words. It is made for one reading.
type teller struct {
	format *format.Format
	now    int64 // Unix seconds
}

func (t teller) texts() *i18n.Texts { return t.format.Texts() }

// event is an event as one sentence: what changed, what it is now in bold, and
// who did it when.
func (t teller) event(e cache.FeedEntry) []span {
	lead, now := t.change(e)
	spans := []span{{text: capital(lead)}}
	if now != "" {
		spans = append(spans, span{text: now, bold: true})
	}
	tail := t.format.Time(e.At)
	if who := e.Author; who != "" && e.Type != statusChanged {
		tail = who + " · " + tail
	}
	return append(spans, span{text: " · " + tail})
}

// capital begins a sentence with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// statusChanged is the type of event that a lead moved.
const statusChanged = "lead_status_changed"

// change is what an event tells, and what is so since then.
func (t teller) change(e cache.FeedEntry) (lead, now string) {
	before, after := t.values(e.Before), t.values(e.After)
	texts := t.texts()
	if _, number, ok := customField(e.Type); ok {
		return t.fromTo(fieldName(e, number, texts), before, after)
	}
	switch e.Type {
	case statusChanged:
		return t.moved(e)
	case "sale_field_changed":
		return t.fromTo(texts.T("lead.budget"), t.sum(before), t.sum(after))
	case "name_field_changed":
		return t.fromTo(texts.T("feed.name"), before, after)
	case "entity_responsible_changed":
		return t.fromTo(texts.T("lead.owner"), before, after)
	case "task_deadline_changed":
		return t.fromTo(texts.T("feed.task_deadline"), before, after)
	case "task_type_changed":
		return t.fromTo(texts.T("feed.task_type"), before, after)
	case "task_text_changed":
		return t.fromTo(texts.T("feed.task_text"), before, after)
	case "entity_tag_deleted", "entity_unlinked", "common_note_deleted", "task_deleted":
		return t.named(e.Type, before)
	}
	return t.named(e.Type, after)
}

// fromTo tells a change of one value.
func (t teller) fromTo(what, before, after string) (lead, now string) {
	if after == "" {
		after = t.texts().T("feed.empty")
	}
	if before == "" {
		return what + ": ", after
	}
	return what + ": " + before + " → ", after
}

// moved tells that a lead went to another stage. Pipelines are named when it
// has changed that as well.
func (t teller) moved(e cache.FeedEntry) (lead, now string) {
	from, to := first(e.Before), first(e.After)
	names := func(v cache.FeedValue) string {
		name := v.Name
		if name == "" {
			name = "#" + strconv.FormatInt(v.ID, 10)
		}
		if from.PipelineID != to.PipelineID && v.Of != "" {
			return v.Of + " · " + name
		}
		return name
	}
	who := e.Author
	if who == "" {
		who = t.texts().T("feed.robot")
	}
	lead = t.texts().T("feed.moved", "Who", who) + " "
	if from.ID != 0 {
		lead += names(from) + " → "
	}
	return lead, names(to)
}

func first(list []cache.FeedValue) cache.FeedValue {
	if len(list) == 0 {
		return cache.FeedValue{}
	}
	return list[0]
}

// named tells of something that has one name at most.
func (t teller) named(kind, name string) (lead, now string) {
	text := t.eventName(kind)
	if name == "" {
		return text, ""
	}
	return text + ": ", name
}

// values writes the values of one side of an event.
func (t teller) values(list []cache.FeedValue) string {
	var parts []string
	for _, v := range list {
		if text := t.value(v); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

func (t teller) value(v cache.FeedValue) string {
	switch {
	case v.At != 0:
		return t.format.DateTime(v.At)
	case v.Name != "":
		return v.Name
	case v.Kind == "task_type" && v.ID == 1:
		return t.texts().T("task.call")
	case v.Kind == "task_type" && v.ID == 2:
		return t.texts().T("task.meeting")
	case v.Kind == "link" || v.Kind == "responsible_user":
		return "#" + strconv.FormatInt(v.ID, 10)
	}
	return ""
}

// sum writes a price as the API gave it.
func (t teller) sum(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n > 1e15 || n < -1e15 {
		return text
	}
	return t.format.Money(int64(n))
}

// customField reads the type of an event about a custom field: with the
// field's number in it, or without.
func customField(kind string) (prefix string, number int64, ok bool) {
	if kind == "custom_field_value_changed" {
		return kind, 0, true
	}
	rest, begins := strings.CutPrefix(kind, "custom_field_")
	digits, ends := strings.CutSuffix(rest, "_value_changed")
	if !begins || !ends {
		return "", 0, false
	}
	number, err := strconv.ParseInt(digits, 10, 64)
	return kind, number, err == nil
}

func fieldName(e cache.FeedEntry, number int64, texts *i18n.Texts) string {
	for _, side := range [][]cache.FeedValue{e.After, e.Before} {
		for _, v := range side {
			if v.Of != "" {
				return v.Of
			}
		}
	}
	if number == 0 {
		return texts.T("feed.field")
	}
	return texts.T("feed.field") + " #" + strconv.FormatInt(number, 10)
}

// eventName is what an event is called that needs no more words.
func (t teller) eventName(kind string) string {
	texts := t.texts()
	switch kind {
	case "lead_added":
		return texts.T("feed.lead_added")
	case "contact_added":
		return texts.T("feed.contact_added")
	case "company_added":
		return texts.T("feed.company_added")
	case "lead_deleted", "contact_deleted", "company_deleted":
		return texts.T("feed.deleted")
	case "lead_restored", "contact_restored", "company_restored":
		return texts.T("feed.restored")
	case "entity_merged":
		return texts.T("feed.merged")
	case "entity_tag_added":
		return texts.T("feed.tag_added")
	case "entity_tag_deleted":
		return texts.T("feed.tag_deleted")
	case "entity_linked":
		return texts.T("feed.linked")
	case "entity_unlinked":
		return texts.T("feed.unlinked")
	}
	return t.workName(kind)
}

// workName is eventName for tasks, calls and messages.
func (t teller) workName(kind string) string {
	texts := t.texts()
	switch kind {
	case "task_added":
		return texts.T("feed.task_added")
	case "task_completed":
		return texts.T("feed.task_completed")
	case "task_result_added":
		return texts.T("feed.task_result")
	case "task_deleted":
		return texts.T("feed.task_deleted")
	case "incoming_call":
		return texts.T("feed.call_in")
	case "outgoing_call":
		return texts.T("feed.call_out")
	case "incoming_sms", "incoming_chat_message":
		return texts.T("feed.message_in")
	case "outgoing_sms", "outgoing_chat_message", "entity_direct_message":
		return texts.T("feed.message_out")
	case "common_note_added", "service_note_added", "geo_note_added", "message_to_cashier_note_added":
		return texts.T("feed.note_added")
	case "common_note_deleted":
		return texts.T("feed.note_deleted")
	case "attachment_note_added":
		return texts.T("feed.file_added")
	}
	return texts.T("feed.something")
}

// about is what stands over a note beside its author and time: how long a call
// took, which service speaks. It is empty for a plain note.
func (t teller) about(n *amo.Note) string {
	texts := t.texts()
	switch p := n.Typed().(type) {
	case amo.CallNote:
		kind := texts.T("feed.call_out")
		if n.NoteType == amo.NoteCallIn {
			kind = texts.T("feed.call_in")
		}
		if p.Duration <= 0 {
			return kind
		}
		return kind + ", " + texts.T("feed.duration", "Minutes", p.Duration/60, "Seconds", p.Duration%60)
	case amo.SMSNote:
		if n.NoteType == amo.NoteSMSIn {
			return texts.T("feed.message_in")
		}
		return texts.T("feed.message_out")
	case amo.ServiceNote:
		return p.Service
	case amo.AttachmentNote:
		return texts.T("feed.file_added")
	case amo.GeoNote:
		return texts.T("feed.place")
	}
	return ""
}

// day is the heading of a day: today, yesterday, or its date.
func (t teller) day(at int64) string {
	a, b := format.DayOf(timeIn(at, t.format)), format.DayOf(timeIn(t.now, t.format))
	switch {
	case a == b:
		return t.texts().T("feed.today")
	case a == format.DayOf(timeIn(t.now, t.format).AddDate(0, 0, -1)):
		return t.texts().T("feed.yesterday")
	}
	return t.format.Date(at)
}
