package field_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/hand"
	"voronka/ui/input"
	"voronka/ui/kit"
)

// says is what stands in a line of a chain.
func says(t *testing.T, w fyne.Window, id string) string {
	t.Helper()
	named, ok := hand.Find(t, w, id).(kit.Inspectable)
	if !ok {
		t.Fatalf("%s says nothing", id)
	}
	_, _, text := named.Inspect()
	return text
}

// TestChainNames: elements are shown by their names, those that are not known
// by their list and number, and names may come later.
func TestChainNames(t *testing.T) {
	start(t)
	f := newField(amo.FieldChainedList, func(p *field.Params) {
		p.Rule.Elements = map[cache.ElementRef]string{{CatalogID: 90, ID: 1}: "Stol"}
	})
	f.SetValues(values(t, amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":1},{"catalog_id":91,"catalog_element_id":5},{"catalog_id":77,"catalog_element_id":6}]`))
	w, _ := window(t, f)
	if first, second := says(t, w, "field:cf-7-1"), says(t, w, "field:cf-7-2"); first != "Stol, #6" || second != "Model #5" {
		t.Errorf("it says %q and %q", first, second)
	}
	f.KnowElements(map[cache.ElementRef]string{{CatalogID: 91, ID: 5}: "Loft"})
	if second := says(t, w, "field:cf-7-2"); second != "Loft" || f.Changed() {
		t.Errorf("with the name it says %q, changed: %v", second, f.Changed())
	}
	hand.Tap(t, w, "button:drop-cf-7-1-77-6")
	if got := written(t, f.Values()); got != `[{"catalog_id":90,"catalog_element_id":1},{"catalog_id":91,"catalog_element_id":5}]` {
		t.Errorf("without the stranger it is %s", got)
	}
}

// TestChainTakenAndPutBack: what was taken away and put back is no change.
func TestChainTakenAndPutBack(t *testing.T) {
	start(t)
	f := newField(amo.FieldChainedList, nil)
	f.SetValues(values(t, amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":9002},{"catalog_id":90,"catalog_element_id":9001}]`))
	w, _ := window(t, f)
	hand.Tap(t, w, "button:drop-cf-7-1-90-9002")
	if !f.Changed() {
		t.Fatal("nothing was taken away")
	}
	for range 2 { // put back, taken away by its check, put back
		hand.Tap(t, w, "chip:add-cf-7-1")
		hand.Type(w, "2")
		hand.Key(w, fyne.KeyReturn)
	}
	if !f.Changed() {
		t.Error("a checked element cannot be taken away by the search")
	}
	hand.Tap(t, w, "chip:add-cf-7-1")
	hand.Type(w, "2")
	hand.Key(w, fyne.KeyReturn)
	if f.Changed() || says(t, w, "field:cf-7-1") != "Element 2, Mahsulot #9001" {
		t.Errorf("put back, it is %s, shown as %q", written(t, f.Values()), says(t, w, "field:cf-7-1"))
	}
	f.SetValues(nil)
	if says(t, w, "field:cf-7-1") != "" {
		t.Error("what was read away is still there")
	}
}

// TestChainIsFull: a sixth element is said to be too many.
func TestChainIsFull(t *testing.T) {
	start(t)
	f := newField(amo.FieldChainedList, nil)
	w, _ := window(t, f)
	low := f.HeightFor(476)
	for _, name := range []string{"1", "2", "3", "4", "5"} {
		hand.Tap(t, w, "chip:add-cf-7-1")
		hand.Type(w, name)
		hand.Key(w, fyne.KeyReturn)
	}
	if f.Mistake() != "" || len(f.Values()) != 5 || f.HeightFor(476) <= low {
		t.Errorf("five are %s, %q", written(t, f.Values()), f.Mistake())
	}
	hand.Tap(t, w, "chip:add-cf-7-2")
	hand.Type(w, "1")
	hand.Key(w, fyne.KeyReturn)
	if f.Err().Reason != input.TooMany || f.Mistake() != "Koʻpi bilan 5 ta tanlash mumkin" {
		t.Errorf("with six it says %q", f.Mistake())
	}
	hand.Key(w, fyne.KeyBackspace)
	if f.Err().Reason != "" {
		t.Errorf("with five again it says %q", f.Mistake())
	}
}

// TestChainThatOnlyShrinks: where nobody can look elements up, they can be
// taken away.
func TestChainThatOnlyShrinks(t *testing.T) {
	start(t)
	f := newField(amo.FieldChainedList, func(p *field.Params) { p.FindElement, p.Rule.Field.ChainedLists = nil, nil })
	f.SetValues(values(t, amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":1}]`))
	w, _ := window(t, f)
	if hand.Has(w, "chip:add-cf-7-1") || says(t, w, "field:cf-7-1") != "#1" {
		t.Error("one can be added")
	}
	f.Focus()
	hand.Tap(t, w, "button:drop-cf-7-1-90-1")
	if len(f.Values()) != 0 {
		t.Errorf("it is %s", written(t, f.Values()))
	}
}

// TestChainOfAnOlderDraft: a draft that an older version kept is dropped rather
// than taken for an empty field.
func TestChainOfAnOlderDraft(t *testing.T) {
	start(t)
	f := newField(amo.FieldChainedList, nil)
	f.SetValues(values(t, amo.FieldChainedList, `[{"catalog_id":90,"catalog_element_id":1}]`))
	f.Restore(input.Typed{Picked: []int64{1}})
	if f.Changed() {
		t.Errorf("it is %s", written(t, f.Values()))
	}
}

// TestLinkedElement: a field that is looked for in a catalog is chosen from it.
func TestLinkedElement(t *testing.T) {
	start(t)
	f := newField(amo.FieldLinkedEntity, func(p *field.Params) { p.Rule.Field.SearchIn = ptr("95") })
	w, _ := window(t, f)
	hand.Tap(t, w, "chip:add-cf-7-1")
	hand.Type(w, "3")
	hand.Key(w, fyne.KeyReturn)
	if got := written(t, f.Values()); got != `[{"value":{"name":"Element 3","entity_id":9503,"entity_type":"catalog_elements","catalog_id":95}}]` {
		t.Errorf("it is %s", got)
	}
}
