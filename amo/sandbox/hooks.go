package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// colleagueID is the employee whose name is put under changes that are made
// from outside the API and name nobody.
const colleagueID = demoUserID + 7

// Edit changes an entity as a person does in amoCRM's own pages, now and
// under that person's name. Kind is "leads", "contacts", "companies" or
// "tasks"; patch is what PATCH takes, such as an amo.LeadPatch or a map; a
// userID of 0 means a colleague of the token's user. The error tells what the
// API would have refused.
func (s *Server) Edit(userID int64, kind string, id int64, patch any) error {
	raw, err := json.Marshal(patch)
	if err != nil {
		return fmt.Errorf("sandbox: edit %s %d: %w", kind, id, err)
	}
	r := s.edit(userID, kind, id, raw)
	if r.status != http.StatusOK {
		return fmt.Errorf("sandbox: edit %s %d: refused with %d: %s", kind, id, r.status, r.body)
	}
	return nil
}

func (s *Server) edit(userID int64, kind string, id int64, patch []byte) reply {
	apply := map[string]change{
		kindLeads: changeLead, kindContacts: changeParty(kindContacts),
		kindCompanies: changeParty(kindCompanies), kindTasks: changeTask,
	}[kind]
	if apply == nil {
		return notFound("No such kind of entity")
	}
	if userID == 0 {
		userID = colleagueID
	}
	req, err := http.NewRequest(http.MethodPatch, "/", bytes.NewReader(patch))
	if err != nil {
		return internalError()
	}
	return s.writeOne(&request{
		Request: req, base: s.credentials.BaseURL, place: place{ids: []int64{id}}, userID: userID, now: s.clock.unix(),
	}, kind, apply)
}

// Delete moves a lead, contact or company to the trash, or removes a task, as
// a person does in amoCRM's own pages; there is no such call in the API. A
// userID of 0 means a colleague of the token's user.
func (s *Server) Delete(userID int64, kind string, id int64) error {
	return s.setDeleted(userID, kind, id, true)
}

// Restore takes a lead, contact or company out of the trash.
func (s *Server) Restore(userID int64, kind string, id int64) error {
	return s.setDeleted(userID, kind, id, false)
}

func (s *Server) setDeleted(userID int64, kind string, id int64, deleted bool) error {
	if userID == 0 {
		userID = colleagueID
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	tx := s.state.begin(userID, s.clock.unix())
	if !tx.setDeleted(kind, id, deleted) {
		return fmt.Errorf("sandbox: %s %d is not where it is to be moved from", kind, id)
	}
	if err := s.commit(tx); err != nil {
		return fmt.Errorf("sandbox: move %s %d: %w", kind, id, err)
	}
	return nil
}

func (tx *txn) setDeleted(kind string, id int64, deleted bool) bool {
	stamp := func(h *head) { h.Deleted, h.UpdatedAt, h.UpdatedBy = deleted, tx.now, tx.userID }
	switch kind {
	case kindLeads:
		if from := tx.st.leads.from(deleted).byID[id]; from != nil {
			l := tx.addLead(from.clone())
			stamp(&l.head)
			if p := tx.st.pipeline(l.Pipeline); p == nil || p.status(l.Status) == nil {
				main := tx.st.mainPipeline()
				l.Pipeline, l.Status = main.ID, main.first()
			}
			return true
		}
	case kindContacts, kindCompanies:
		if from := tx.st.parties(kind).from(deleted).byID[id]; from != nil {
			stamp(&tx.addParty(kind, from.clone()).head)
			return true
		}
	case kindElements:
		if old := tx.st.anywhere(id); old != nil && deleted {
			e := *old
			e.Deleted, e.UpdatedAt, e.UpdatedBy = true, tx.now, tx.userID
			tx.add(record{Element: &e})
			return true
		}
	case kindTasks:
		if t := tx.task(id); t != nil && deleted {
			t.Deleted = true
			return true
		}
	}
	return false
}

// from is the table that rows leave when they are deleted or restored.
func (s *shelf[R]) from(deleted bool) *table[R] {
	if deleted {
		return s.live
	}
	return s.trash
}

// SetClockOffset moves the account's clock away from Options.Now. The limits
// do not follow it.
func (s *Server) SetClockOffset(d time.Duration) error {
	offset := int64(d)
	if s.journal != nil {
		if err := s.journal.append([]record{{Offset: &offset}}); err != nil {
			return fmt.Errorf("sandbox: set clock: %w", err)
		}
	}
	s.clock.offset.Store(offset)
	return nil
}

// Now is the account's time.
func (s *Server) Now() time.Time { return s.clock.time() }

// SetFaults replaces the faults; their draws and Times start anew.
func (s *Server) SetFaults(f Faults) { s.mischief.set(f) }

// Faults are those in force.
func (s *Server) Faults() Faults { return s.mischief.get() }

// SetLimits replaces the limits, forgets what was counted and lifts a block.
func (s *Server) SetLimits(l Limits) { s.limiter.set(l) }

// Limits are those in force.
func (s *Server) Limits() Limits { return s.limiter.get() }

// Requests is the last requests, oldest first; what came under /sandbox/ is
// not among them.
func (s *Server) Requests() []RequestRecord { return s.log.list() }

// Counters is how often each method and route was asked for, such as
// "PATCH /leads/*".
func (s *Server) Counters() map[string]int { return s.log.counters() }

// ResetRequests empties Requests and Counters.
func (s *Server) ResetRequests() { s.log.reset() }

// Before calls f with each request to the API before anything is done about
// it, on the goroutine of that request; f may use the other hooks, to change
// a lead between a client's reading and writing for example. Nil ends it.
func (s *Server) Before(f func(*http.Request)) {
	if f == nil {
		s.before.Store(nil)
		return
	}
	s.before.Store(&f)
}
