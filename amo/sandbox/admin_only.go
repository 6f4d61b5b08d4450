package sandbox

import "net/http"

// adminOnly lets a handler answer administrators alone.
func adminOnly(h handler) handler {
	return func(s *Server, r *request) reply {
		if !r.admin {
			return forbidden()
		}
		return h(s, r)
	}
}

// forbidden is the answer to those who lack the rights.
func forbidden() reply {
	return problem(http.StatusForbidden, "Forbidden", "Недостаточно прав")
}

// forUsers is adminOnly for the users' own calls, which external integrations
// do not have.
func forUsers(h handler) handler {
	return adminOnly(func(s *Server, r *request) reply {
		if s.app().Restricted {
			return problem(http.StatusForbidden, "Forbidden", "Invalid scope")
		}
		return h(s, r)
	})
}
