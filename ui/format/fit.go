package format

import (
	"container/list"
	"strings"
	"unicode"
)

// Measure tells how wide a text is, in Fyne units.
type Measure func(text string, size float32, bold bool) float32

// Fitter cuts texts to a width and remembers the latest results, so that a
// layout that runs again measures nothing. It is for one goroutine.
type Fitter struct {
	measure Measure
	room    int // results remembered
	order   *list.List
	known   map[fitKey]*list.Element // of fitResult
}

type fitKey struct {
	text        string
	width, size float32
	bold        bool
}

type fitResult struct {
	key  fitKey
	text string
}

// NewFitter returns a fitter that remembers up to room results.
func NewFitter(measure Measure, room int) *Fitter {
	return &Fitter{measure: measure, room: max(room, 1), order: list.New(), known: make(map[fitKey]*list.Element)}
}

// Fit returns the text, or as much of its beginning as fits into width with an
// ellipsis after it. Where not even the ellipsis fits the answer is empty.
func (f *Fitter) Fit(text string, width, size float32, bold bool) string {
	key := fitKey{text, width, size, bold}
	if e, ok := f.known[key]; ok {
		f.order.MoveToFront(e)
		return e.Value.(fitResult).text
	}
	fitted := f.fit(text, width, size, bold)
	f.known[key] = f.order.PushFront(fitResult{key, fitted})
	if f.order.Len() > f.room {
		oldest := f.order.Back()
		delete(f.known, f.order.Remove(oldest).(fitResult).key)
	}
	return fitted
}

func (f *Fitter) fit(text string, width, size float32, bold bool) string {
	if text == "" || f.measure(text, size, bold) <= width {
		return text
	}
	runes := []rune(text)
	lo, hi := -1, len(runes) // the longest prefix that fits has lo runes, -1 is none
	for lo+1 < hi {
		mid := (lo + hi) / 2
		if f.measure(ellipsis(runes[:mid]), size, bold) <= width {
			lo = mid
		} else {
			hi = mid
		}
	}
	if lo < 0 {
		return ""
	}
	return ellipsis(runes[:lo])
}

// Wrap breaks a text at spaces into lines that fit into width, at most most of
// them; what is left over is cut from the last one with an ellipsis. It is not
// remembered.
func (f *Fitter) Wrap(text string, width, size float32, bold bool, most int) []string {
	var lines []string
	if most <= 0 {
		return nil
	}
	for paragraph := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(paragraph)
		text = strings.TrimPrefix(text[len(paragraph):], "\n")
		for len(words) > 0 {
			if len(lines) == most-1 { // the last line has to do for all that is left
				rest := strings.Join(append(words, strings.Fields(text)...), " ")
				return append(lines, f.Fit(rest, width, size, bold))
			}
			n := 1
			for n < len(words) && f.measure(strings.Join(words[:n+1], " "), size, bold) <= width {
				n++
			}
			lines = append(lines, f.Fit(strings.Join(words[:n], " "), width, size, bold))
			words = words[n:]
		}
	}
	return lines
}

// ellipsis ends a beginning with one, without a space or comma before it.
func ellipsis(beginning []rune) string {
	s := strings.TrimRightFunc(string(beginning), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",.;:—–-·", r)
	})
	return s + "…"
}
