package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"unicode"
)

// The limits of creating users.
const (
	maxNewUsers = 10
	maxUsers    = 100
)

// createUsers answers POST /api/v4/users.
func createUsers(s *Server, r *request) reply {
	return s.writeModels(r, maxNewUsers, "users", http.StatusCreated, func(tx *txn, m model) func(*writer) {
		id := tx.st.takeID(kindUsers)
		u := user{ID: id, Lang: "ru", Active: true, UUID: uuidFrom(newRequestID())}
		if len(tx.st.users) >= maxUsers {
			tx.impossible = "Users cannot be added when there are 100 of them"
		}
		for _, name := range []string{"name", "email", "password"} {
			if !m.has(name) {
				m.missing(name)
			}
		}
		u.Name, _ = m.text("name")
		if email, given := m.text("email"); given {
			if u.Email = email; !strings.Contains(email, "@") {
				m.complain(issue{"InvalidEmail", "email", "This value is not a valid email address."})
			}
			for _, other := range tx.st.users {
				if strings.EqualFold(other.Email, email) {
					m.complain(issue{codeTaken, "email", "This value is already used."})
				}
			}
		}
		if password, given := m.text("password"); given && !isPassword(password) {
			m.complain(issue{"InvalidPassword", "password", "At least 6 characters with a digit, a lower-case and an upper-case letter."})
		}
		if lang, given := m.textOrNull("lang"); given {
			u.Lang = lang
		}
		rights := m.child("rights")
		if admin, given := rights.boolean("is_admin"); given {
			u.Admin = admin
		}
		if role, given := rights.nullable("role_id"); given {
			if u.Role = role; role != 0 && tx.st.role(role) == nil {
				rights.refuse("role_id")
			}
		}
		if group, given := rights.nullable("group_id"); given {
			u.Group = group
		}
		tx.add(record{User: &u})
		return func(w *writer) { tx.st.writeUser(w, r, &u) }
	})
}

// isPassword is amoCRM's rule for passwords of new people.
func isPassword(s string) bool {
	return len(s) >= 6 && strings.ContainsFunc(s, unicode.IsDigit) &&
		strings.ContainsFunc(s, unicode.IsLower) && strings.ContainsFunc(s, unicode.IsUpper)
}

// activateUsers answers POST /api/v4/users/activate and …/deactivate, whose
// body is a list of ids.
func activateUsers(active bool) handler {
	return func(s *Server, r *request) reply {
		body, err := decodeBody(r.Body)
		if err != nil {
			return bodyRefusal(err)
		}
		m := model{map[string]any{"ids": body}, "", &[]issue{}}
		ids, _ := m.integers("ids")
		s.state.mu.Lock()
		defer s.state.mu.Unlock()
		var records []record
		for i, id := range ids {
			old := s.state.user(id)
			if old == nil || id == r.userID {
				m.refuse("ids." + itoa(int64(i)))
				continue
			}
			u := *old
			u.Active = active
			records = append(records, record{User: &u})
		}
		if refused := complaints([]model{m}); refused != nil {
			return *refused
		}
		if err := s.save(records...); err != nil {
			return internalError()
		}
		return noContent()
	}
}

func (st *state) role(id int64) *role {
	for i := range st.roles {
		if st.roles[i].ID == id {
			return &st.roles[i]
		}
	}
	return nil
}

// listRoles answers GET /api/v4/roles.
func listRoles(s *Server, r *request) reply {
	st, p := s.state, r.page(maxLimit)
	st.mu.RLock()
	defer st.mu.RUnlock()
	return writeTotalList(r, p, kindRoles, st.roles, func(w *writer, o role) { st.writeRole(w, r, &o) })
}

// getRole answers GET /api/v4/roles/{id}.
func getRole(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	o := st.role(r.ids[0])
	if o == nil {
		return notFound("Role not found")
	}
	w := &writer{}
	st.writeRole(w, r, o)
	return halReply(w)
}

func (st *state) writeRole(w *writer, r *request, o *role) {
	w.object()
	w.intField("id", o.ID)
	w.textField("name", o.Name)
	if o.Rights != "" {
		w.rawField("rights", o.Rights)
	} else {
		writeRights(w, &user{})
	}
	w.self(r.href("/roles/" + itoa(o.ID)))
	if r.with("users") {
		w.key("_embedded")
		w.object()
		w.key("users")
		w.array()
		for _, u := range st.users {
			if u.Role == o.ID {
				st.writeUser(w, r, &u)
			}
		}
		w.endArray()
		w.endObject()
	}
	w.endObject()
}

// createRoles answers POST /api/v4/roles, editRole PATCH /api/v4/roles/{id}.
func createRoles(s *Server, r *request) reply {
	return s.writeModels(r, maxBatch, kindRoles, http.StatusCreated, func(tx *txn, m model) func(*writer) {
		if !m.has("name") {
			m.missing("name")
		}
		return tx.fillRole(r, m, role{ID: tx.st.takeID(kindRoles)})
	})
}

func editRole(s *Server, r *request) reply {
	s.state.mu.RLock()
	old := s.state.role(r.ids[0])
	s.state.mu.RUnlock()
	if old == nil {
		return notFound("Role not found")
	}
	return s.writeModel(r, http.StatusAccepted, func(tx *txn, m model) func(*writer) { return tx.fillRole(r, m, *old) })
}

func (tx *txn) fillRole(r *request, m model, o role) func(*writer) {
	if name, given := m.text("name"); given {
		if name == "" {
			m.complain(issue{codeBlank, "name", "This value should not be blank."})
		}
		o.Name = name
	}
	if rights := m.child("rights"); rights.members != nil {
		whole, err := o.rightsWith(rights.members)
		if err != nil {
			m.mistyped("rights", "array")
		}
		o.Rights = whole
	}
	tx.add(record{Role: &o})
	return func(w *writer) { tx.st.writeRole(w, r, &o) }
}

// usualRights are those of a role that names none.
const usualRights = `{"leads":{"view":"A","edit":"G","add":"A","delete":"D","export":"D"},` +
	`"contacts":{"view":"A","edit":"G","add":"A","delete":"D","export":"D"},` +
	`"companies":{"view":"A","edit":"G","add":"A","delete":"D","export":"D"},` +
	`"tasks":{"edit":"A","delete":"A"},"mail_access":false,"catalog_access":true,"status_rights":[]}`

// rightsWith are the role's rights after a write of some of them; the others
// stay as they were, and an answer has all.
func (o *role) rightsWith(given map[string]any) (string, error) {
	rights := map[string]any{}
	for _, known := range []string{usualRights, o.Rights} {
		var part map[string]any
		if known != "" {
			if err := json.Unmarshal([]byte(known), &part); err != nil {
				return "", err
			}
		}
		overlay(rights, part)
	}
	overlay(rights, given)
	return asJSON(rights), nil
}

// overlay puts members over others, those of objects one by one.
func overlay(under, over map[string]any) {
	for name, value := range over {
		before, wasObject := under[name].(map[string]any)
		after, isObject := value.(map[string]any)
		if wasObject && isObject {
			maps.Copy(before, after)
			continue
		}
		under[name] = value
	}
}

// deleteRole answers DELETE /api/v4/roles/{id}.
func deleteRole(s *Server, r *request) reply {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.role(r.ids[0])
	if old == nil {
		return notFound("Role not found")
	}
	o := *old
	o.Deleted = true
	if err := s.save(record{Role: &o}); err != nil {
		return internalError()
	}
	return noContent()
}
