package sandbox_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voronka/amo/sandbox"
)

func TestParseFaults(t *testing.T) {
	f, err := sandbox.ParseFaults("delay=200ms, 500=0.1,cut-after=0.05,methods=patch+POST,path=/leads,times=3,burst=2,seed=7")
	want := sandbox.Faults{
		Delay: 200 * time.Millisecond, Status: map[int]float64{500: 0.1}, CutAfter: 0.05,
		Methods: []string{"PATCH", "POST"}, Path: "/leads", Times: 3, Burst: 2, Seed: 7,
	}
	if err != nil || !reflect.DeepEqual(f, want) {
		t.Errorf("%+v, %v", f, err)
	}
	for _, spec := range []string{
		"500", "500=2", "500=-1", "500=x", "500=NaN", "200=1", "600=1", "delay=5", "delay=-1s", "times=-1", "times=x", "seed=-1", "nosuch=1", ",", "burst=1.5",
	} {
		if _, err := sandbox.ParseFaults(spec); err == nil || !strings.HasPrefix(err.Error(), "faults: ") {
			t.Errorf("%q: %v", spec, err)
		}
	}
	for _, spec := range []string{"", "off", " "} {
		if f, err := sandbox.ParseFaults(spec); err != nil || !reflect.DeepEqual(f, sandbox.Faults{}) {
			t.Errorf("%q: %+v, %v", spec, f, err)
		}
	}
}

func TestFaultsStringIsTheirSpec(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		share := rapid.Float64Range(0.001, 1)
		f := sandbox.Faults{
			Delay:    time.Duration(rapid.Int64Range(0, 1e12).Draw(rt, "delay")),
			Jitter:   time.Duration(rapid.Int64Range(0, 1e12).Draw(rt, "jitter")),
			Burst:    rapid.IntRange(0, 9).Draw(rt, "burst"),
			CutAfter: share.Draw(rt, "after"), CutBefore: share.Draw(rt, "before"), Truncate: share.Draw(rt, "truncate"),
			Times: rapid.IntRange(0, 9).Draw(rt, "times"), Seed: rapid.Uint64().Draw(rt, "seed"),
		}
		if m := rapid.MapOf(rapid.IntRange(400, 599), share).Draw(rt, "status"); len(m) > 0 {
			f.Status = m
		}
		if rapid.Bool().Draw(rt, "methods") {
			f.Methods, f.Path = []string{"GET", "PATCH"}, "/leads"
		}
		back, err := sandbox.ParseFaults(f.String())
		if err != nil || !reflect.DeepEqual(back, f) {
			rt.Fatalf("%s: %+v, %v", f, back, err)
		}
	})
}

func FuzzParseFaults(f *testing.F) {
	f.Add("delay=200ms,500=0.1,cut-after=0.05,seed=7")
	f.Fuzz(func(t *testing.T, spec string) {
		parsed, err := sandbox.ParseFaults(spec)
		if err != nil {
			return
		}
		if again, err := sandbox.ParseFaults(parsed.String()); err != nil || again.String() != parsed.String() {
			t.Fatalf("%q: %q, %v", spec, parsed, err)
		}
	})
}

func TestStatusFaults(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for status, contentType := range map[int]string{
		400: "application/problem+json", 401: "application/problem+json", 402: "application/problem+json",
		403: "text/html", 429: "text/html", 500: "text/html", 502: "text/html", 503: "text/html", 504: "text/html",
	} {
		b.SetFaults(sandbox.Faults{Status: map[int]float64{status: 1}, Times: 1})
		a := b.do(http.MethodGet, aPath, "", status)
		if !strings.HasPrefix(a.header.Get("Content-Type"), contentType) || strings.Contains(a.body, "validation-errors") {
			t.Errorf("%d: %s %s", status, a.header.Get("Content-Type"), a.body)
		}
		b.do(http.MethodGet, aPath, "", http.StatusOK)
	}
}

func TestBurstOf429(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Faults: sandbox.Faults{Status: map[int]float64{429: 1}, Burst: 3, Times: 1}})
	for range 3 {
		b.do(http.MethodGet, aPath, "", http.StatusTooManyRequests)
	}
	b.do(http.MethodGet, aPath, "", http.StatusOK)
}

func TestCutConnections(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	id := b.openLead()
	price := func() int64 { return b.get(leadPath(id)).int("price") }
	before := price()
	b.SetFaults(sandbox.Faults{CutBefore: 1, Methods: []string{"PATCH"}, Times: 1})
	if a := b.try(http.MethodPatch, leadPath(id), `{"price":111}`); a.err == nil || price() != before {
		t.Errorf("cut before: %v, price %d", a.err, price())
	}
	b.SetFaults(sandbox.Faults{CutAfter: 1, Methods: []string{"PATCH"}, Times: 1})
	if a := b.try(http.MethodPatch, leadPath(id), `{"price":222}`); a.err == nil || price() != 222 {
		t.Errorf("cut after: %v, price %d", a.err, price())
	}
	b.SetFaults(sandbox.Faults{Truncate: 1, Path: "/pipelines", Times: 1})
	if a := b.try(http.MethodGet, aPath, ""); a.err == nil || a.status != http.StatusOK || a.body == "" {
		t.Errorf("truncated: %d %v", a.status, a.err)
	}
	cuts := 0
	for _, r := range b.Requests() {
		if r.Status == 0 {
			cuts++
		}
	}
	if cuts != 2 {
		t.Errorf("%d requests without an answer in the log", cuts)
	}
}

func TestFaultsRepeatWithTheirSeed(t *testing.T) {
	run := func(seed uint64) string {
		b := start(t, sandbox.Options{Leads: 30, Faults: sandbox.Faults{Status: map[int]float64{500: 0.3, 502: 0.2}, Seed: seed}})
		var log strings.Builder
		for range 60 {
			fmt.Fprintf(&log, "%d ", b.try(http.MethodGet, aPath, "").status)
		}
		return log.String()
	}
	first := run(7)
	if first != run(7) || first == run(8) {
		t.Error("the draws do not depend on the seed alone")
	}
	for _, status := range []string{"200", "500", "502"} {
		if !strings.Contains(first, status) {
			t.Errorf("no %s in %s", status, first)
		}
	}
}

func TestDelayedRequestEndsWithItsCaller(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Faults: sandbox.Faults{Delay: time.Hour}})
	client := &http.Client{Timeout: 50 * time.Millisecond}
	if res, err := client.Get(b.url + aPath); err == nil {
		res.Body.Close()
		t.Error("an answer came")
	}
}
