package lead

import (
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/i18n"
)

// step is one status of the lead's pipeline.
type step struct {
	status  int64
	name    string
	current bool
	passed  bool // before the current one
}

// stepsOf are the statuses the lead passes in its pipeline, won and lost last.
func stepsOf(s *scene) (steps []step) {
	p := s.pipeline()
	if p == nil {
		return nil
	}
	passed := true
	for _, st := range p.Embedded.Statuses {
		current := st.ID == s.lead().StatusID
		passed = passed && !current
		if st.Type == amo.StatusUnsorted && !current {
			continue // nobody can be moved back among the incoming
		}
		steps = append(steps, step{status: st.ID, name: st.Name, current: current, passed: passed && !st.IsClosed()})
	}
	return steps
}

// noteOf says what of the lead waits or was refused, empty for nothing; alarm
// is for what wants the person.
func noteOf(texts *i18n.Texts, changes []cache.Change) (note string, alarm bool) {
	for _, c := range changes {
		switch c.State {
		case cache.ChangeConflict:
			return texts.T("lead.conflict"), true
		case cache.ChangeRefused:
			return texts.T("lead.refused", "Reason", c.Error), true
		}
	}
	if len(changes) == 0 {
		return "", false
	}
	return texts.N("lead.pending_many", len(changes)), false
}

func tagNames(l *amo.Lead) []string {
	var names []string
	for _, t := range l.Embedded.Tags {
		names = append(names, t.Name)
	}
	return names
}

// fieldKey is the key of the control for a field of the store.
func fieldKey(field string) string {
	if id, ok := strings.CutPrefix(field, "field:"); ok {
		return "cf-" + id
	}
	return map[string]string{
		"price": keyPrice, "responsible_user_id": keyOwner, "company_id": keyCompany, "loss_reason_id": keyLoss,
	}[field]
}
