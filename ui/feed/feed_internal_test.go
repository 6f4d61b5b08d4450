package feed

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/theme"
)

func sample() []cache.FeedEntry {
	call := note(41, now-80_000, 8, "Dilnoza Karimova", "")
	call.Note.NoteType, call.Note.Params = amo.NoteCallIn, []byte(`{"phone":"+998901234567","duration":252}`)
	call.Type = amo.NoteCallIn
	return []cache.FeedEntry{
		note(-3, now-60, 0, "", "Mijoz 40 oʻringa rozi, chegirma 5 % soʻrayapti."),
		event("a", now-11_000, "Jasur Rahimov", "lead_status_changed",
			[]cache.FeedValue{{Kind: "lead_status", ID: 1, PipelineID: 11, Name: "Yangi murojaat", Of: "Asosiy"}},
			[]cache.FeedValue{{Kind: "lead_status", ID: 2, PipelineID: 11, Name: "Muzokaralar", Of: "Asosiy"}}),
		event("b", now-12_000, "Jasur Rahimov", "sale_field_changed", []cache.FeedValue{{Name: "120000000"}}, []cache.FeedValue{{Name: "146000000"}}),
		call,
		event("c", now-90_000, "", "task_completed", nil, []cache.FeedValue{{Kind: "task", Name: "Taklif yuborish"}}),
		event("d", now-700_000, "Jasur Rahimov", "lead_added", nil, nil),
	}
}

func TestSentences(t *testing.T) {
	e := sample()
	field := event("f", now, "Aziz", "custom_field_501_value_changed", []cache.FeedValue{{Name: "a", Of: "Shahar"}}, nil)
	unknown := event("g", now, "", "novelty_changed", nil, nil)
	for lang, want := range map[string][]string{
		"en": {
			"Jasur Rahimov moved it: Yangi murojaat → *Muzokaralar* · 11:56", "Budget: 120 000 000 soʻm → *146 000 000 soʻm* · Jasur Rahimov · 11:40",
			"Task done: *Taklif yuborish* · 14:00", "Shahar: a → *empty* · Aziz · 15:00", "Changed · 15:00",
		},
		"ru": {
			"Jasur Rahimov меняет этап: Yangi murojaat → *Muzokaralar* · 11:56", "Бюджет: 120 000 000 сум → *146 000 000 сум* · Jasur Rahimov · 11:40",
			"Задача выполнена: *Taklif yuborish* · 14:00", "Shahar: a → *пусто* · Aziz · 15:00", "Изменение · 15:00",
		},
		"uz": {
			"Jasur Rahimov bosqichni oʻzgartirdi: Yangi murojaat → *Muzokaralar* · 11:56", "Byudjet: 120 000 000 soʻm → *146 000 000 soʻm* · Jasur Rahimov · 11:40",
			"Vazifa bajarildi: *Taklif yuborish* · 14:00", "Shahar: a → *boʻsh* · Aziz · 15:00", "Oʻzgartirildi · 15:00",
		},
	} {
		tell := teller{spoken(lang), now}
		for i, entry := range []cache.FeedEntry{e[1], e[2], e[4], field, unknown} {
			var b strings.Builder
			for _, s := range tell.event(entry) {
				if s.bold {
					b.WriteString("*" + s.text + "*")
				} else {
					b.WriteString(s.text)
				}
			}
			if got := strings.ReplaceAll(b.String(), "\u00a0", " "); got != want[i] {
				t.Errorf("%s %s:\n got %q\nwant %q", lang, entry.Type, got, want[i])
			}
		}
	}
}

func TestPipelinesAreNamedWhenTheLeadHasChangedIt(t *testing.T) {
	e := event("a", now, "Aziz", "lead_status_changed",
		[]cache.FeedValue{{Kind: "lead_status", ID: 1, PipelineID: 11, Name: "Yangi", Of: "Asosiy"}},
		[]cache.FeedValue{{Kind: "lead_status", ID: 9, PipelineID: 12, Of: "Servis"}})
	lead, to := teller{spoken("en"), now}.change(e)
	if lead != "Aziz moved it: Asosiy · Yangi → " || to != "Servis · #9" {
		t.Errorf("%q %q", lead, to)
	}
}

// TestEveryKnownEventHasItsWords holds that no type amoCRM documents is told
// as "changed" alone.
func TestEveryKnownEventHasItsWords(t *testing.T) {
	tell := teller{spoken("en"), now}
	some := tell.texts().T("feed.something")
	for _, kind := range []string{
		"lead_added", "lead_deleted", "lead_restored", "lead_status_changed", "contact_added", "contact_deleted", "contact_restored",
		"company_added", "company_deleted", "company_restored", "task_added", "task_deleted", "task_completed", "task_type_changed",
		"task_text_changed", "task_deadline_changed", "task_result_added", "incoming_call", "outgoing_call", "incoming_sms", "outgoing_sms",
		"incoming_chat_message", "outgoing_chat_message", "entity_direct_message", "entity_tag_added", "entity_tag_deleted", "entity_linked",
		"entity_unlinked", "sale_field_changed", "name_field_changed", "entity_responsible_changed", "custom_field_value_changed",
		"custom_field_7_value_changed", "common_note_added", "common_note_deleted", "attachment_note_added", "geo_note_added",
		"service_note_added", "message_to_cashier_note_added", "entity_merged",
	} {
		if lead, _ := tell.change(cache.FeedEntry{Type: kind}); lead == "" || lead == some {
			t.Errorf("%s is told as %q", kind, lead)
		}
	}
}

func TestDaysAreToldApart(t *testing.T) {
	list := teller{spoken("en"), now}.items(sample(), nil, author{9, "Jasur"})
	var days []string
	for _, it := range list {
		if it.kind == dayItem {
			days = append(days, it.spans[0].text)
		}
	}
	if strings.Join(days, ",") != "Today,Yesterday,20.11.2026" {
		t.Errorf("days = %v", days)
	}
}

func TestWrap(t *testing.T) {
	m := func(s string, _ float32, bold bool) float32 {
		n := float32(len([]rune(s)))
		if bold {
			n *= 2
		}
		return n
	}
	for _, c := range []struct {
		spans []span
		width float32
		want  string
	}{
		{[]span{{text: "one two three"}}, 7, "one two|three"},
		{[]span{{text: "one\n\ntwo"}}, 7, "one||two"},
		{[]span{{text: "abcdefghij"}}, 4, "abcd|efgh|ij"},
		{[]span{{text: "to "}, {text: "bold", bold: true}, {text: " end"}}, 12, "to *bold*|end"},
		{[]span{{text: "a   b"}}, 20, "a b"},
		{[]span{{text: ""}}, 5, ""},
		{[]span{{text: "ab c"}}, 0.5, "a|b|c"},
		{[]span{{text: "ab\n\nc"}}, -1, "a|b||c"}, // a column squeezed to nothing
	} {
		var lines []string
		for _, line := range wrap(c.spans, c.width, m) {
			var b strings.Builder
			for _, r := range line {
				if r.bold {
					b.WriteString("*" + r.text + "*")
				} else {
					b.WriteString(r.text)
				}
			}
			lines = append(lines, b.String())
		}
		if got := strings.Join(lines, "|"); got != c.want {
			t.Errorf("%v at %v: %q, want %q", c.spans, c.width, got, c.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("one two\nthree", float32(5))
	f.Add("\xff\xfe", float32(0.1))
	f.Add("ne two\n\x91\nt", float32(-93))
	f.Add("\xc2 \x85", float32(1))
	f.Fuzz(func(t *testing.T, text string, width float32) {
		m := func(s string, _ float32, _ bool) float32 { return float32(len([]rune(s))) }
		letters := func(s string) string { return strings.Join(strings.Fields(s), "") }
		var b strings.Builder
		for _, line := range wrap([]span{{text: text}}, width, m) {
			for _, r := range line {
				b.WriteString(letters(r.text)) // broken bytes of two lines may make a letter together
			}
		}
		if b.String() != letters(text) {
			t.Errorf("%q became %q", text, b.String())
		}
	})
}

func TestANoteIsWrittenAndMarkedUntilItIsSent(t *testing.T) {
	s := newStage(t, &memory{here: sample()[1:], whole: true}, "uz", theme.Light)
	s.show(5)
	s.write("Ertaga qoʻngʻiroq")
	s.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	s.settle("the note", func() bool { return s.quiet() && strings.Contains(s.text(), "Ertaga qoʻngʻiroq kutmoqda") })
	if len(s.memory.done) != 1 || s.memory.done[0].EntityID != 5 || s.memory.done[0].Entity != cache.Leads {
		t.Errorf("stored %+v", s.memory.done)
	}
	if s.feed.composer.text() != "" {
		t.Errorf("the field still says %q", s.feed.composer.text())
	}
}

func TestAnEmptyNoteIsNotStored(t *testing.T) {
	s := newStage(t, &memory{whole: true}, "uz", theme.Light)
	s.show(5)
	s.write("  ")
	s.feed.send()
	if len(s.memory.done) != 0 {
		t.Errorf("stored %+v", s.memory.done)
	}
}

func TestARefusedNoteIsNotLost(t *testing.T) {
	s := newStage(t, &memory{whole: true, refuse: cache.ErrDiskFull}, "uz", theme.Light)
	s.show(5)
	s.write("Muhim")
	s.feed.send()
	s.settle("the refusal", func() bool { return len(s.failed) == 1 })
	if s.feed.composer.text() != "Muhim" {
		t.Errorf("the field says %q", s.feed.composer.text())
	}
}

func TestOnlyOnesOwnNotesAreChanged(t *testing.T) {
	s := newStage(t, &memory{here: []cache.FeedEntry{note(2, now, 9, "Jasur Rahimov", "meniki"), note(1, now-5, 8, "Dilnoza", "uniki")}, whole: true}, "uz", theme.Light)
	s.show(5)
	s.feed.menu(2, fyne.Position{})
	if len(s.menu.Items) != 1 || s.menu.Items[0].ID != "copy-note" {
		t.Errorf("of another's note one may %+v", s.menu.Items)
	}
	s.feed.menu(1, fyne.Position{})
	s.menu.Items[0].Do()
	for _, r := range " endi" {
		s.window.Canvas().Focused().TypedRune(r)
	}
	s.feed.send()
	s.settle("the change", func() bool { return s.quiet() && strings.Contains(s.text(), "meniki endi kutmoqda") })
	if e := s.memory.done[0]; e.ID != 2 || e.Text != "meniki endi" {
		t.Errorf("stored %+v", e)
	}
}

func TestWhatIsWrittenIsKept(t *testing.T) {
	m := &memory{whole: true}
	s := newStage(t, m, "uz", theme.Light)
	s.show(5)
	s.write("yarim")
	s.show(6)
	if s.feed.composer.text() != "" {
		t.Errorf("the other lead's field says %q", s.feed.composer.text())
	}
	s.show(5)
	s.settle("the draft", func() bool { return s.feed.composer.text() == "yarim" })
}

func TestOlderEntriesAreLoadedWhenTheEndIsNear(t *testing.T) {
	all := many(500)
	s := newStage(t, &memory{here: all[:50], server: all[50:]}, "uz", theme.Light)
	s.show(5)
	for range 60 {
		s.feed.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		s.settle("quiet", s.quiet)
	}
	if !strings.Contains(s.text(), "Byudjet") || !s.feed.whole || len(s.feed.list) < 500 {
		t.Errorf("%d rows of 500 entries, whole %v, %d loads", len(s.feed.list), s.feed.whole, s.memory.loads)
	}
}

func TestOfflineTheKeptOnesAreShownAndItSaysSo(t *testing.T) {
	s := newStage(t, &memory{here: sample(), offline: errOffline}, "en", theme.Light)
	s.show(5)
	s.settle("the offline foot", func() bool {
		n := len(s.feed.list)
		return n > 0 && s.feed.list[n-1].kind == footItem && strings.Contains(s.feed.list[n-1].spans[0].text, "connection")
	})
	if len(s.failed) != 0 || !strings.Contains(s.text(), "Muzokaralar") {
		t.Errorf("failed %v, in sight:\n%s", s.failed, s.text())
	}
	s.memory.mu.Lock()
	s.memory.offline = nil
	s.memory.mu.Unlock()
	s.feed.Online()
	s.settle("the whole feed", func() bool { return s.quiet() && s.feed.whole })
}

func TestALateAnswerIsDropped(t *testing.T) {
	m := &memory{here: sample(), whole: true}
	s := newStage(t, m, "en", theme.Light)
	s.feed.Show(cache.Leads, 5)
	s.feed.Show(cache.Contacts, 0)
	s.settle("quiet", func() bool { return len(s.queue) == 0 })
	s.feed.work.Wait()
	for len(s.queue) > 0 {
		(<-s.queue)()
	}
	if len(s.feed.list) != 0 {
		t.Errorf("an empty feed shows %d rows", len(s.feed.list))
	}
}

// TestPicture writes what the feed looks like, for a person to look at, when
// VORONKA_PICTURE names a file.
func TestPicture(t *testing.T) {
	s := newStage(t, &memory{here: append(sample(), many(20)...), whole: true}, "uz", theme.Dark)
	s.show(5)
	if rows := s.feed.rows.Live(); rows < 8 || rows > 40 {
		t.Errorf("%d rows exist", rows)
	}
	s.picture(os.Getenv("VORONKA_PICTURE"))
}
