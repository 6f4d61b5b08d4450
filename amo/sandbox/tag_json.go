package sandbox

import (
	"slices"
	"strings"
)

// listTags answers GET /api/v4/{leads|contacts|companies}/tags.
func listTags(kind string) handler {
	return func(s *Server, r *request) reply {
		st, p := s.state, r.page(maxLimit)
		st.mu.RLock()
		defer st.mu.RUnlock()
		found := selectTags(st.tags[kind].list, r)
		return writeList(r, p, "tags", cut(found, p), writeTag)
	}
}

func selectTags(all []*tag, r *request) []*tag {
	filter := r.query.get("filter")
	query := strings.ToLower(r.query.get("query").string())
	name, ids := filter.get("name"), filter.get("id")
	wanted := ids.ints()
	var found []*tag
	for _, t := range all {
		if mentions(t.Name, query) &&
			(!name.isText() || t.Name == name.text) &&
			(ids == nil || slices.Contains(wanted, t.ID)) {
			found = append(found, t)
		}
	}
	return found
}
