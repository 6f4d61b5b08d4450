package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
)

func TestSheetStaysUntilAllIsRight(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(900, 700))
	right, added, cancelled := false, 0, 0
	field := kit.NewField(kit.FieldParams{Name: "name", Label: "Name"})
	sheet := kit.NewSheet(w.Canvas(), kit.SheetParams{
		Name: "add", Title: "New", Parts: []kit.SheetPart{field},
		Answers: []kit.Answer{{Name: "ok", Text: "Add", Main: true, Do: func() { added++ }}},
		Cancel:  kit.Answer{Name: "no", Text: "Cancel", Do: func() { cancelled++ }},
		Check:   func() bool { return right },
	})
	sheet.Show()
	if w.Canvas().Focused() != field.Entry() {
		t.Errorf("%T has the keyboard, not the field", w.Canvas().Focused())
	}
	sheet.Submit()
	if added != 0 || w.Canvas().Overlays().Top() == nil {
		t.Fatal("a sheet with a mistake in it was taken")
	}
	right = true
	sheet.Submit()
	sheet.Submit()
	sheet.Cancel()
	if added != 1 || cancelled != 0 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("added %d times, cancelled %d times", added, cancelled)
	}
}

func TestEscLeavesASheetFromAField(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	cancelled := 0
	field := kit.NewField(kit.FieldParams{Name: "name", Label: "Name"})
	kit.NewSheet(w.Canvas(), kit.SheetParams{
		Name: "add", Title: "New", Parts: []kit.SheetPart{field}, Cancel: kit.Answer{Name: "no", Text: "Cancel", Do: func() { cancelled++ }},
	}).Show()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if cancelled != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("cancelled %d times", cancelled)
	}
}

func TestSheetIsCancelledWithoutACheck(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	cancelled := 0
	sheet := kit.NewSheet(w.Canvas(), kit.SheetParams{
		Name: "add", Title: "New", Check: func() bool { return false },
		Parts:  []kit.SheetPart{kit.NewLineList([]kit.Line{{Left: "File"}, {Left: "New", Right: "Ctrl + N"}})},
		Cancel: kit.Answer{Name: "no", Text: "Cancel", Do: func() { cancelled++ }},
	})
	sheet.Show()
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if cancelled != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("cancelled %d times", cancelled)
	}
}
