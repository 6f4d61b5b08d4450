package format_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"voronka/ui/format"
)

func TestParseDay(t *testing.T) {
	for text, want := range map[string]string{
		"22.11.2026": "22.11.2026", "1.2.2026": "01.02.2026", "1/2/26": "01.02.2026", "01-02-2026": "01.02.2026",
		"22112026": "22.11.2026", "2026-11-22": "22.11.2026", " 22.11.2026 ": "22.11.2026", "22 11 2026": "22.11.2026",
		"29.02.2028": "29.02.2028", "31.12.99": "31.12.1999", "1.1.1900": "01.01.1900", "22.11.2026\u00a0": "22.11.2026",
		"29.02.2027": "", "31.04.2026": "", "0.1.2026": "", "1.13.2026": "", "1.1.1899": "", "1.1.2200": "", "22.11": "",
		"22.11.20261": "", "22.11.202": "", "ertaga": "", "22 noyabr": "", "": "", "٢٢.١١.٢٠٢٦": "", "22.11.2026📅": "",
		"22.11.2026 extra": "", "11111111111111111111111111": "",
	} {
		got, ok := format.ParseDay(text)
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("ParseDay(%q) = %v, %v; want %q", text, got, ok, want)
		}
	}
}

func TestParseMoment(t *testing.T) {
	for text, want := range map[string]string{
		"22.11.2026 14:20": "22.11.2026 14:20", "22.11.2026": "22.11.2026 00:00", "22.11.2026, 9:05": "22.11.2026 09:05",
		"2026-11-22T23:59": "22.11.2026 23:59", "22.11.2026 24:00": "", "22.11.2026 14:60": "", "22.11.2026 14": "", "14:20": "",
		"": "", "22.11.2026 14:2": "",
	} {
		got, ok := format.ParseMoment(text, zone)
		if ok != (want != "") || ok && got.In(zone).Format("02.01.2006 15:04") != want {
			t.Errorf("ParseMoment(%q) = %v, %v; want %q", text, got, ok, want)
		}
	}
}

// TestWrittenDaysAreReadAgain: every day and minute that is shown can be typed.
func TestWrittenDaysAreReadAgain(t *testing.T) {
	f := in("uz")
	from, to := time.Date(1900, 1, 2, 0, 0, 0, 0, zone).Unix(), time.Date(2199, 12, 30, 0, 0, 0, 0, zone).Unix()
	rapid.Check(t, func(t *rapid.T) {
		unix := rapid.Int64Range(from, to).Draw(t, "unix")
		moment := time.Unix(unix, 0).In(zone)
		if day, ok := format.ParseDay(f.Date(unix)); !ok || day != format.DayOf(moment) {
			t.Fatalf("%s is read as %v", f.Date(unix), day)
		}
		if got, ok := format.ParseMoment(f.DateTime(unix), zone); !ok || f.DateTime(got.Unix()) != f.DateTime(unix) {
			t.Fatalf("%s is read as %v", f.DateTime(unix), got)
		}
	})
}
