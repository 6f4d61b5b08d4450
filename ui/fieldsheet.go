package ui

import (
	"voronka/ui/field"
	"voronka/ui/kit"
)

// askFields asks for a few values over the window, all of which are demanded.
// Whoever cancels has done nothing.
func (w *window) askFields(name, title, answer string, fields []*field.Field, then func()) {
	var sheet *kit.Sheet
	params := kit.SheetParams{
		Name: name, Title: title, Width: 520,
		Answers: []kit.Answer{{Name: name + "-ok", Text: answer, Main: true, Do: then}},
		Cancel:  kit.Answer{Name: name + "-cancel", Text: w.texts.T("connect.cancel")},
		Check: func() bool {
			ok := checkFields(fields)
			if !ok {
				sheet.Fit()
			}
			return ok
		},
	}
	for _, f := range fields {
		params.Parts = append(params.Parts, f)
	}
	for _, f := range fields {
		f.OnShaped(func() { sheet.Fit() })
	}
	sheet = kit.NewSheet(w.win.Canvas(), params)
	sheet.Show()
}

// checkFields shows what is wrong or missing and gives the keyboard to the
// first such field.
func checkFields(fields []*field.Field) bool {
	var first *field.Field
	for _, f := range fields {
		if (!f.Check() || f.IsEmpty()) && first == nil {
			first = f
		}
	}
	if first != nil {
		first.Focus()
	}
	return first == nil
}
