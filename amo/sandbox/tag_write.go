package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// tagColors are the colours of leads' tags.
func tagColors() []string {
	return strings.Fields("EBEBEB D0D0D0 F2DDF7 D1A4DC FF8F92 FFC8C8 C7DB8C DDEBB5 8699DA AABDFF FFCE5A FFE193 90CDB0 " +
		"C6F4DE A9A5D7 D8D5FF 86C0FC 832161 6A0F49 0C7C59 10599D 9D2B32 247BA0")
}

// createTags answers POST /api/v4/{kind}/tags; a name that is known gives the
// tag that has it.
func createTags(kind string) handler {
	return func(s *Server, r *request) reply {
		return s.writeModels(r, maxBatch, "tags", http.StatusOK, func(tx *txn, m model) func(*writer) {
			name, given := m.text("name")
			switch {
			case !m.has("name"):
				m.missing("name")
			case given && name == "":
				m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
			}
			color := ""
			if text, given := m.textOrNull("color"); given {
				if color = text; kind != kindLeads || !slices.Contains(tagColors(), text) {
					m.refuse("color")
				}
			}
			if len(*m.issues) > 0 {
				return nil
			}
			t := tx.tagNamed(kind, name)
			if color != "" && slices.Contains(tx.tags, t) {
				t.Color = color
			}
			return func(w *writer) { writeTag(w, t) }
		})
	}
}
