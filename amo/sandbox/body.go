package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// maxBatch is the most models one write may have.
const maxBatch = 250

// model is one JSON object of a write, read with complaints instead of errors.
type model struct {
	members map[string]any
	path    string // dotted, inside the model the API knows; empty for that itself
	issues  *[]issue
}

// requestID is what the caller called the model, or its place in the batch.
func (m model) requestID(place int) string {
	switch id := m.members["request_id"].(type) {
	case string:
		return id
	case json.Number:
		return id.String()
	}
	return strconv.Itoa(place)
}

func (m model) at(name string) string {
	if m.path == "" {
		return name
	}
	return m.path + "." + name
}

func (m model) complain(i issue) { *m.issues = append(*m.issues, i) }

func (m model) refuse(name string)              { m.complain(notSupported(m.at(name))) }
func (m model) has(name string) bool            { _, given := m.members[name]; return given }
func (m model) isNull(name string) bool         { v, given := m.members[name]; return given && v == nil }
func (m model) mistyped(name, want string)      { m.complain(wrongType(m.at(name), want)) }
func (m model) missing(name string)             { m.complain(missing(m.at(name))) }
func (m model) outOfRange(name, because string) { m.complain(issue{codeRange, m.at(name), because}) }

// integer reads a member; given is false when it is absent or refused. A whole
// number may be written with a point: clients whose stamps are floats do so.
func (m model) integer(name string) (n int64, given bool) {
	v, found := m.members[name]
	if !found {
		return 0, false
	}
	number, ok := v.(json.Number)
	digits, zeros, _ := strings.Cut(number.String(), ".")
	if !ok || strings.Trim(zeros, "0") != "" || strings.ContainsAny(digits, "eE") {
		m.mistyped(name, "int")
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		m.outOfRange(name, "This value is out of range.")
		return 0, false
	}
	return n, true
}

// reference reads the id of a model, which must be there.
func (m model) reference() (id int64, given bool) { return m.needed("id") }

// needed reads an id that must be there.
func (m model) needed(name string) (id int64, given bool) {
	if !m.has(name) {
		m.missing(name)
		return 0, false
	}
	return m.integer(name)
}

// nullable is integer for a member that may be null, which reads as 0.
func (m model) nullable(name string) (n int64, given bool) {
	if m.isNull(name) {
		return 0, true
	}
	return m.integer(name)
}

func (m model) text(name string) (s string, given bool) {
	v, found := m.members[name]
	if !found {
		return "", false
	}
	if s, given = v.(string); !given {
		m.mistyped(name, "string")
	}
	return s, given
}

// textOrNull is text for a member whose null says nothing.
func (m model) textOrNull(name string) (s string, given bool) {
	if m.isNull(name) {
		return "", false
	}
	return m.text(name)
}

func (m model) boolean(name string) (b, given bool) {
	v, found := m.members[name]
	if !found {
		return false, false
	}
	if b, given = v.(bool); !given {
		m.mistyped(name, "bool")
	}
	return b, given
}

// list reads an array of objects; null reads as an empty one.
func (m model) list(name string) (items []model, given bool) {
	v, found := m.members[name]
	if !found {
		return nil, false
	}
	if v == nil {
		return nil, true
	}
	array, ok := v.([]any)
	if !ok {
		m.mistyped(name, "array")
		return nil, false
	}
	for i, element := range array {
		path := m.at(name) + "." + strconv.Itoa(i)
		object, ok := element.(map[string]any)
		if !ok {
			m.complain(wrongType(path, "array"))
			continue
		}
		items = append(items, model{object, path, m.issues})
	}
	return items, true
}

// integers reads an array of ids.
func (m model) integers(name string) (ids []int64, given bool) {
	v, found := m.members[name]
	if !found || v == nil {
		return nil, found
	}
	array, ok := v.([]any)
	if !ok {
		m.mistyped(name, "array")
		return nil, false
	}
	for i, element := range array {
		n, ok := element.(json.Number)
		id, err := strconv.ParseInt(n.String(), 10, 64)
		if !ok || err != nil {
			m.mistyped(name+"."+strconv.Itoa(i), "int")
			return nil, false
		}
		ids = append(ids, id)
	}
	return ids, true
}

// child reads an object; absent and null read as an empty one.
func (m model) child(name string) model {
	empty := model{nil, m.at(name), m.issues}
	v := m.members[name]
	if v == nil {
		return empty
	}
	object, ok := v.(map[string]any)
	if !ok {
		// PHP has one type for both, and an empty one is written as [].
		if array, isArray := v.([]any); !isArray || len(array) > 0 {
			m.mistyped(name, "array")
		}
		return empty
	}
	empty.members = object
	return empty
}

// batch reads a body that is a list of at most so many models. The reply is
// not nil when the body is refused as a whole.
func (r *request) batch(most int) ([]model, *reply) {
	body, err := decodeBody(r.Body)
	if err != nil {
		refused := bodyRefusal(err)
		return nil, &refused
	}
	array, ok := body.([]any)
	if !ok {
		return nil, notBatch(issue{codeType, "", "This value should be of type array."})
	}
	if len(array) == 0 || len(array) > most {
		return nil, notBatch(issue{codeRange, "", fmt.Sprintf("This collection should contain from 1 to %d elements.", most)})
	}
	models := make([]model, len(array))
	for i, element := range array {
		object, ok := element.(map[string]any)
		if !ok {
			return nil, notBatch(wrongType(strconv.Itoa(i), "array"))
		}
		models[i] = model{object, "", &[]issue{}}
	}
	return models, nil
}

// single reads a body that is one model.
func (r *request) single() (model, *reply) {
	body, err := decodeBody(r.Body)
	if err != nil {
		refused := bodyRefusal(err)
		return model{}, &refused
	}
	object, ok := body.(map[string]any)
	if array, isArray := body.([]any); isArray && len(array) == 0 {
		object, ok = map[string]any{}, true // an empty object, as PHP writes it
	}
	if !ok {
		return model{}, notBatch(issue{codeType, "", "This value should be of type array."})
	}
	return model{object, "", &[]issue{}}, nil
}

// optional is single for a body that may be missing.
func (r *request) optional() (model, *reply) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		refused := bodyRefusal(err)
		return model{}, &refused
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return model{map[string]any{}, "", &[]issue{}}, nil
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	return r.single()
}

func notBatch(i issue) *reply {
	r := refusal([]modelIssues{{"0", []issue{i}}})
	return &r
}

// decodeBody reads exactly one JSON value with its numbers as written.
func decodeBody(body io.Reader) (any, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return v, nil
}

func bodyRefusal(err error) reply {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return htmlPage(http.StatusRequestEntityTooLarge)
	}
	return badRequest("Request body is not valid JSON")
}

// complaints is the refusal of a batch, nil when there is nothing to refuse.
func complaints(models []model) *reply {
	var all []modelIssues
	for i, m := range models {
		if len(*m.issues) > 0 {
			all = append(all, modelIssues{m.requestID(i), *m.issues})
		}
	}
	if all == nil {
		return nil
	}
	r := refusal(all)
	return &r
}
