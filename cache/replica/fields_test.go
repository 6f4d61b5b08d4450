package replica

import (
	"encoding/json"
	"fmt"
	"testing"

	"voronka/cache/merge"
)

func raws(pairs ...string) merge.Fields {
	m := merge.Fields{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return m
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
