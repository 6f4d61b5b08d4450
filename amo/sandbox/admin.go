package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// admin answers the hooks over HTTP, which the package comment lists.
func (s *Server) admin(req *http.Request) reply {
	secret := []byte(s.credentials.ClientSecret) // the first one, also when a new one was made
	if subtle.ConstantTimeCompare([]byte(req.Header.Get(SecretHeader)), secret) != 1 {
		return problem(http.StatusForbidden, "Forbidden", "The header "+SecretHeader+" must carry the client secret")
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return bodyRefusal(err)
	}
	path := strings.Split(strings.Trim(strings.TrimPrefix(req.URL.Path, "/sandbox/"), "/"), "/")
	if path[0] == "oauth" && len(path) <= 2 {
		return s.adminOAuth(req.Method, strings.Join(path[1:], ""), body)
	}
	switch {
	case req.Method == http.MethodGet && len(path) == 1:
		return s.adminRead(path[0])
	case req.Method == http.MethodDelete && path[0] == "requests":
		s.ResetRequests()
		return noContent()
	case req.Method == http.MethodPost && len(path) == 1:
		return s.adminSet(path[0], body)
	case req.Method == http.MethodPost && len(path) <= 3:
		return s.adminChange(req, path, body)
	}
	return notFound("No such hook")
}

// limitsJSON is Limits as the hooks read and write them.
type limitsJSON struct {
	PerSecond        int   `json:"per_second"`
	PerMinute        int   `json:"per_minute"`
	AccountPerSecond int   `json:"account_per_second"`
	BlockAfter       int   `json:"block_after"`
	BlockFor         int64 `json:"block_for_seconds"`
	RetryAfter       int64 `json:"retry_after_seconds"`
}

func (s *Server) adminRead(what string) reply {
	switch what {
	case "deliveries":
		return s.adminDeliveries()
	case "requests":
		return plainJSON(struct {
			Requests []RequestRecord `json:"requests"`
			Counters map[string]int  `json:"counters"`
		}{s.Requests(), s.Counters()})
	case "state":
		l, st := s.Limits(), s.state
		st.mu.RLock()
		defer st.mu.RUnlock()
		return plainJSON(map[string]any{
			"now": s.clock.unix(), "offset_seconds": s.clock.offset.Load() / int64(time.Second),
			"faults": s.Faults().String(),
			"limits": limitsJSON{
				l.PerSecond, l.PerMinute, l.AccountPerSecond, l.BlockAfter,
				int64(l.BlockFor / time.Second), int64(l.RetryAfter / time.Second),
			},
			kindLeads: len(st.leads.live.byID), kindContacts: len(st.contacts.live.byID),
			kindCompanies: len(st.companies.live.byID), kindTasks: len(st.tasks.byID),
			"trashed_leads": len(st.leads.trash.byID),
		})
	}
	return notFound("No such hook")
}

func (s *Server) adminSet(what string, body []byte) reply {
	switch what {
	case "faults":
		f, err := ParseFaults(string(body))
		if err != nil {
			return badRequest(err.Error())
		}
		s.SetFaults(f)
	case "clock":
		var clock struct {
			Offset int64 `json:"offset_seconds"`
		}
		if err := json.Unmarshal(body, &clock); err != nil {
			return badRequest(err.Error())
		}
		if err := s.SetClockOffset(time.Duration(clock.Offset) * time.Second); err != nil {
			return internalError()
		}
	case "limits":
		var l limitsJSON
		if err := json.Unmarshal(body, &l); err != nil {
			return badRequest(err.Error())
		}
		s.SetLimits(Limits{
			PerSecond: l.PerSecond, PerMinute: l.PerMinute, AccountPerSecond: l.AccountPerSecond,
			BlockAfter: l.BlockAfter, BlockFor: time.Duration(l.BlockFor) * time.Second,
			RetryAfter: time.Duration(l.RetryAfter) * time.Second,
		})
	default:
		return s.adminSetMore(what, body)
	}
	return noContent()
}

// adminChange edits, deletes or restores the entity that the path names.
func (s *Server) adminChange(req *http.Request, path []string, body []byte) reply {
	id, err := strconv.ParseInt(path[1], 10, 64)
	if err != nil {
		return notFound("No such hook")
	}
	userID := intval(req.URL.Query().Get("user_id"))
	if len(path) == 2 {
		return s.edit(userID, path[0], id, body)
	}
	switch path[2] {
	case "delete":
		err = s.Delete(userID, path[0], id)
	case "restore":
		err = s.Restore(userID, path[0], id)
	default:
		return notFound("No such hook")
	}
	if err != nil {
		return notFound(err.Error())
	}
	return noContent()
}

func plainJSON(v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		return internalError()
	}
	return reply{status: http.StatusOK, contentType: typeJSON, body: body}
}
