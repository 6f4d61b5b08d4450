package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// test is a condition on a row; a list keeps the rows that pass all of its tests.
type test[R row] func(R) bool

func passes[R row](r R, tests []test[R]) bool {
	for _, t := range tests {
		if !t(r) {
			return false
		}
	}
	return true
}

// nothing is the test of a filter that was written wrongly in a way the API
// answers with an empty list.
func nothing[R row](R) bool { return false }

// oneOf makes a test of filter[name] or filter[name][]; nil when not given.
func oneOf[R row](filter *param, name string, of func(R) int64) []test[R] {
	p := filter.get(name)
	if p == nil {
		return nil
	}
	wanted := p.ints()
	return []test[R]{func(r R) bool { return slices.Contains(wanted, of(r)) }}
}

// between makes a test of filter[name][from] and [to]. A single value finds
// nothing, as was seen on leads.
func between[R row](filter *param, name string, of func(R) int64) []test[R] {
	p := filter.get(name)
	if p == nil {
		return nil
	}
	if p.isText() {
		return []test[R]{nothing[R]}
	}
	s, given := p.span()
	if !given {
		return nil
	}
	return []test[R]{func(r R) bool { return s.holds(of(r)) }}
}

// betweenTimes is between for a time that may be absent, and absent is in no range.
func betweenTimes[R row](filter *param, name string, of func(R) int64) []test[R] {
	tests := between(filter, name, of)
	for i, t := range tests {
		tests[i] = func(r R) bool { return of(r) != 0 && t(r) }
	}
	return tests
}

// headed is a row with the common head.
type headed interface {
	row
	common() *head
}

func (h *head) common() *head { return h }

// headTests are the filters that leads, contacts and companies share, apart
// from those on ids and updated_at, which choose where to look.
func headTests[R headed](filter *param, fields *fieldSet) []test[R] {
	var tests []test[R]
	add := func(t []test[R]) { tests = append(tests, t...) }
	if p := filter.get("name"); p != nil {
		names := p.list()
		tests = append(tests, func(r R) bool { return slices.Contains(names, r.common().Name) })
	}
	add(oneOf(filter, "created_by", func(r R) int64 { return r.common().CreatedBy }))
	add(oneOf(filter, "updated_by", func(r R) int64 { return r.common().UpdatedBy }))
	add(oneOf(filter, "responsible_user_id", func(r R) int64 { return r.common().Owner }))
	add(between(filter, "created_at", func(r R) int64 { return r.common().CreatedAt }))
	add(betweenTimes(filter, "closest_task_at", func(r R) int64 { return r.common().ClosestTaskAt }))
	byField := filter.get("custom_fields_values")
	if byField == nil {
		return tests
	}
	for _, key := range byField.keys {
		if f := fields.byID[intval(key)]; f != nil {
			if t := fieldTest(f, byField.members[key]); t != nil {
				tests = append(tests, func(r R) bool { return t(r.common().values(f.ID)) })
			}
		}
	}
	return tests
}

// values is what a row has in a field, nil when it is not filled.
func (h *head) values(fieldID int64) []value {
	for i := range h.Fields {
		if h.Fields[i].Field == fieldID {
			return h.Fields[i].Values
		}
	}
	return nil
}

// fieldTest makes a condition on one custom field; nil when fields of that
// type cannot be filtered, which the API ignores.
func fieldTest(f *field, p *param) func([]value) bool {
	switch f.Type {
	case "text", "url", "textarea", "streetaddress", "tracking_data":
		wanted := p.list()
		return func(vs []value) bool {
			return slices.ContainsFunc(vs, func(v value) bool { return slices.Contains(wanted, v.Text) })
		}
	case "select", "multiselect", "radiobutton":
		wanted := p.ints()
		return func(vs []value) bool {
			return slices.ContainsFunc(vs, func(v value) bool { return slices.Contains(wanted, v.Num) })
		}
	case "checkbox":
		wanted := intval(p.string())
		return func(vs []value) bool { return (len(vs) > 0 && vs[0].Num == 1) == (wanted == 1) }
	case "date", "date_time", "birthday":
		if s, given := p.span(); given {
			return func(vs []value) bool { return len(vs) > 0 && s.holds(vs[0].Num) }
		}
	case "numeric", "monetary":
		return numberTest(p)
	}
	return nil
}

func numberTest(p *param) func([]value) bool {
	number := func(s string) float64 {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0
		}
		return n
	}
	from, to := p.get("from"), p.get("to")
	if from == nil && to == nil {
		wanted := p.list()
		return func(vs []value) bool {
			return len(vs) > 0 && slices.ContainsFunc(wanted, func(s string) bool { return number(s) == number(vs[0].Text) })
		}
	}
	return func(vs []value) bool {
		return len(vs) > 0 &&
			(from == nil || number(vs[0].Text) >= number(from.string())) &&
			(to == nil || number(vs[0].Text) <= number(to.string()))
	}
}

// mentions reports whether text contains wanted, which must be in lower case,
// whatever its own case is. It allocates nothing and looks closer only where
// the first byte fits, as it runs over all rows.
func mentions(text, wanted string) bool {
	if wanted == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(wanted)
	var upper [utf8.UTFMax]byte
	utf8.EncodeRune(upper[:], unicode.ToUpper(first))
	for i := range len(text) {
		if c := text[i]; (c == wanted[0] || c == upper[0]) && startsFolded(text[i:], wanted) {
			return true
		}
	}
	return false
}

func startsFolded(text, wanted string) bool {
	for len(wanted) > 0 {
		a, n := utf8.DecodeRuneInString(text)
		b, m := utf8.DecodeRuneInString(wanted)
		if n == 0 || unicode.ToLower(a) != b {
			return false
		}
		text, wanted = text[n:], wanted[m:]
	}
	return true
}

// search makes the test of query=; it looks into what is filled in, as a
// person would read it.
func searchTests[R headed](query *param, fields *fieldSet, more func(R, string) bool) []test[R] {
	wanted := strings.ToLower(strings.TrimSpace(query.string()))
	if wanted == "" {
		return nil
	}
	return []test[R]{func(r R) bool {
		h := r.common()
		return mentions(h.Name, wanted) || h.fieldMentions(fields, wanted) || more(r, wanted)
	}}
}

func (h *head) fieldMentions(fields *fieldSet, wanted string) bool {
	for _, fv := range h.Fields {
		f := fields.byID[fv.Field]
		for _, v := range fv.Values {
			if mentions(v.Text, wanted) {
				return true
			}
			if f != nil && v.Num != 0 {
				if e := f.enum(v.Num); e != nil && v.Text == "" && mentions(e.Value, wanted) {
					return true
				}
			}
		}
	}
	return false
}
