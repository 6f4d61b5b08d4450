package sandbox_test

import (
	"slices"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

func TestHookRetryLadder(t *testing.T) {
	for name, c := range map[string]struct {
		code  int
		waits []time.Duration
	}{
		"receiver's own failure": {503, []time.Duration{5 * time.Minute, 15 * time.Minute, 15 * time.Minute, time.Hour}},
		"refused":                {404, []time.Duration{5 * time.Minute, 15 * time.Minute}},
		"redirected":             {301, []time.Duration{5 * time.Minute, 15 * time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			b := start(t, sandbox.Options{Leads: 30})
			r := receive(t)
			r.answers(c.code)
			b.subscribe(r.URL, "update_lead")
			b.patch(leadPath(19620), `{"price":1}`)
			b.settled()
			for i, wait := range c.waits {
				if n := len(b.Deliveries()); n != i+1 {
					t.Fatalf("%d attempts, want %d", n, i+1)
				}
				b.clock.move(wait - time.Second)
				b.settled()
				if n := len(b.Deliveries()); n != i+1 {
					t.Fatalf("attempt %d came too early", n)
				}
				b.clock.move(time.Second)
				b.settled()
			}
			b.clock.move(24 * time.Hour)
			b.settled()
			list := b.Deliveries()
			if len(list) != len(c.waits)+1 || list[len(list)-1].Attempt != len(list) || list[0].Code != c.code || list[0].Destination != r.URL {
				t.Errorf("attempts: %+v", list)
			}
		})
	}
}

func TestHookSucceedsLater(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	r := receive(t)
	r.answers(500)
	b.subscribe(r.URL, "update_lead")
	b.patch(leadPath(19620), `{"price":1}`)
	b.settled()
	r.answers(204)
	b.clock.move(5 * time.Minute)
	b.settled()
	b.clock.move(24 * time.Hour)
	b.settled()
	if list := b.Deliveries(); len(list) != 2 || list[1].Code != 204 || list[0].Body != list[1].Body {
		t.Errorf("attempts: %+v", list)
	}
	// Nobody there at all.
	r.Close()
	b.patch(leadPath(19620), `{"price":2}`)
	b.settled()
	if list := b.Deliveries(); list[len(list)-1].Code != 0 {
		t.Errorf("attempts: %+v", list)
	}
}

func TestHookTimesOut(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30, Hooks: sandbox.HookOptions{Timeout: 30 * time.Millisecond}})
	r := receive(t)
	hang := make(chan struct{})
	r.mu.Lock()
	r.hang = hang
	r.mu.Unlock()
	b.subscribe(r.URL, "update_lead")
	b.patch(leadPath(19620), `{"price":1}`)
	b.settled()
	close(hang)
	if list := b.Deliveries(); len(list) != 1 || list[0].Code != 499 {
		t.Errorf("attempts: %+v", list)
	}
	if o := sandbox.HookOptions(start(t, sandbox.Options{Leads: 30}).HookOptions()); o.Timeout != 2*time.Second {
		t.Errorf("the usual timeout is %v", o.Timeout)
	}
}

func TestHookIsSwitchedOff(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 200})
	r := receive(t)
	r.answers(403)
	b.subscribe(r.URL, "update_lead")
	disabled := func() any { return b.get("/api/v4/webhooks").at("_embedded.webhooks.0.disabled") }
	for i := range 100 {
		b.patch(leadPath(19620+int64(i)), `{"price":1}`)
	}
	b.settled()
	if disabled() != false {
		t.Error("switched off after a hundred invalid answers")
	}
	b.patch(leadPath(19720), `{"price":1}`)
	b.settled()
	if disabled() != true {
		t.Error("still on after more than a hundred")
	}
	before := len(b.Deliveries())
	b.clock.move(time.Hour)
	b.patch(leadPath(19720), `{"price":2}`)
	b.settled()
	if len(b.Deliveries()) != before {
		t.Error("a hook that is off was used")
	}
	b.subscribe(r.URL, "update_lead")
	if disabled() != false {
		t.Error("subscribing anew did not switch it on")
	}
}

func TestHooksAreLostAndReordered(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 200, Hooks: sandbox.HookOptions{Loss: 0.3, Late: 0.3, LateBy: time.Minute, Seed: 7}})
	r := receive(t)
	b.subscribe(r.URL, "update_lead")
	for i := range 60 {
		b.patch(leadPath(19620+int64(i)), `{"price":1}`)
		b.clock.move(time.Second)
	}
	b.settled()
	b.clock.move(2 * time.Minute)
	b.settled()
	var order []string
	for _, form := range r.take(t) {
		order = append(order, form.Get("leads[update][0][id]"))
	}
	lost := 0
	for _, d := range b.Deliveries() {
		if d.Lost {
			lost++
		}
	}
	if lost < 5 || len(order) != 60-lost || slices.IsSorted(order) {
		t.Errorf("%d lost, order %v", lost, order)
	}
}
