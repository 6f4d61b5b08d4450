package feed

import (
	"strings"
	"unicode/utf8"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// run is a piece of a line in one weight.
type run struct {
	text string
	bold bool
	x, w float32
}

// wrapped is a text broken to a width.
type wrapped struct {
	width float32 // 0: not broken yet
	lines [][]run
}

// measure tells how wide a text is.
type measure func(text string, size float32, bold bool) float32

// wrap breaks spans into lines. Line breaks of the text stay; a word wider than
// a line is broken as well.
func wrap(spans []span, width float32, m measure) [][]run {
	w := wrapper{width: width, measure: m, lines: [][]run{nil}}
	for _, s := range spans {
		for i, line := range strings.Split(s.text, "\n") {
			if i > 0 {
				w.next()
			}
			w.line(line, s.bold)
		}
	}
	return w.lines
}

type wrapper struct {
	width   float32
	measure measure
	lines   [][]run
	x       float32 // where the line has come to
}

func (w *wrapper) next() { w.lines, w.x = append(w.lines, nil), 0 }

// line adds a text without breaks, word by word, each with the gap before it.
func (w *wrapper) line(text string, bold bool) {
	for text != "" {
		gap := len(text) - len(strings.TrimLeft(text, " \t\r"))
		end := strings.IndexAny(text[gap:], " \t\r")
		if end < 0 {
			end = len(text) - gap
		}
		w.word(text[:gap], text[gap:gap+end], bold)
		text = text[gap+end:]
	}
}

func (w *wrapper) word(gap, word string, bold bool) {
	if gap != "" {
		gap = " "
	}
	if wide := w.wide(gap+word, bold); w.x+wide <= w.width {
		w.put(gap+word, bold, wide)
		return
	}
	if w.x > 0 {
		w.next()
	}
	for w.wide(word, bold) > w.width {
		cut := w.fits(word, bold)
		if cut == len(word) {
			break // a letter wider than the line
		}
		w.put(word[:cut], bold, w.wide(word[:cut], bold))
		w.next()
		word = word[cut:]
	}
	w.put(word, bold, w.wide(word, bold))
}

// fits is how many bytes of a word a line has room for, at least one letter.
func (w *wrapper) fits(word string, bold bool) int {
	_, end := utf8.DecodeRuneInString(word)
	for end < len(word) {
		_, n := utf8.DecodeRuneInString(word[end:])
		if w.wide(word[:end+n], bold) > w.width {
			break
		}
		end += n
	}
	return end
}

func (w *wrapper) wide(text string, bold bool) float32 { return w.measure(text, theme.TextBase, bold) }

// put adds to the line, to its last run where the weight is the same.
func (w *wrapper) put(text string, bold bool, wide float32) {
	if text == "" {
		return
	}
	at := len(w.lines) - 1
	line := w.lines[at]
	if n := len(line); n > 0 && line[n-1].bold == bold {
		line[n-1].text += text
		line[n-1].w += wide
	} else {
		w.lines[at] = append(line, run{text, bold, w.x, wide})
	}
	w.x += wide
}

// lines breaks the item's text to a width, once.
func (it *item) lines(width float32) [][]run {
	if it.wrapped.width != width {
		it.wrapped = wrapped{width, wrap(it.spans, width, kit.Measure)}
	}
	return it.wrapped.lines
}
