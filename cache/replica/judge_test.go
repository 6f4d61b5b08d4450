package replica

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"voronka/amo"
	"voronka/cache"
)

func raws(pairs ...string) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return m
}

// TestJudgeNeverSettlesSilently runs through all small (before, mine, theirs):
// a field that both sides changed to different values is a conflict, equal
// values are not, untouched fields have no say.
func TestJudgeNeverSettlesSilently(t *testing.T) {
	value := rapid.Int64Range(0, 3)
	rapid.Check(t, func(t *rapid.T) {
		change := cache.Change{Before: raws(), After: raws()}
		row := "{"
		conflict, already := false, true
		for i, field := range []string{"status_id", "pipeline_id", "loss_reason_id"} {
			before, mine, theirs := value.Draw(t, "before"), value.Draw(t, "mine"), value.Draw(t, "theirs")
			if i > 0 {
				row += ","
			}
			row += fmt.Sprintf("%q:%s", field, nullable(theirs))
			if i > 0 && rapid.Bool().Draw(t, "untouched") {
				continue
			}
			change.Before[field], change.After[field] = json.RawMessage(nullable(before)), json.RawMessage(nullable(mine))
			if theirs != mine {
				already = false
				conflict = conflict || theirs != before
			}
		}
		want := verdictSend
		if conflict {
			want = verdictConflict
		} else if already {
			want = verdictAlready
		}
		got, err := judge(change, fromJSON[amo.Lead](row+"}"))
		if err != nil || got != want {
			t.Fatalf("%s before %s mine %s: %d, %v, want %d", row, change.Before, change.After, got, err, want)
		}
	})
}

func nullable(n int64) string {
	if n == 0 {
		return "null"
	}
	return fmt.Sprint(n)
}

func TestSameValue(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"1", "1", true},
		{"1", " 1 ", true},
		{"1", "2", false},
		{"null", "", true},
		{"", "", true},
		{"0", "null", false},
		{`{"a":1,"b":[1,2]}`, `{"b":[1,2],"a":1}`, true},
		{`[1,2]`, `[2,1]`, false},
		{"9007199254740993", "9007199254740992", false},
		{"{", "1", false},
		{"1", "{", false},
	} {
		if got := sameValue(json.RawMessage(tt.a), json.RawMessage(tt.b)); got != tt.want {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
	}
}

func FuzzSameValue(f *testing.F) {
	f.Add([]byte("1"), []byte("1"))
	f.Add([]byte(`{"a":[null]}`), []byte(`{"a": [ null ]}`))
	f.Add([]byte("null"), []byte(""))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if sameValue(a, b) != sameValue(b, a) {
			t.Errorf("%q and %q: order matters", a, b)
		}
		if !sameValue(a, a) {
			t.Errorf("%q differs from itself", a)
		}
	})
}

func FuzzCheckpoint(f *testing.F) {
	f.Add(`{"stage":"contacts","at":{"edge":5,"page":2},"newest":{"leads":7}}`)
	f.Add(`{"stage":"done"}`)
	f.Fuzz(func(t *testing.T, text string) {
		var cp checkpoint
		if json.Unmarshal([]byte(text), &cp) != nil {
			return
		}
		written, err := cp.text()
		if err != nil {
			t.Fatal(err)
		}
		var back checkpoint
		if err := json.Unmarshal([]byte(written), &back); err != nil || fmt.Sprintf("%+v", back) != fmt.Sprintf("%+v", cp) {
			t.Fatalf("%+v became %+v, %v", cp, back, err)
		}
		if p := cp.progress(); p < 0 || p > 1 {
			t.Fatalf("progress %v of %s", p, text)
		}
	})
}
