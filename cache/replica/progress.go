package replica

// share is the part of a first load that is done when a stage begins. The API
// tells no totals, so these are guesses; that they rise is certain.
func share(s stage) float64 {
	return [...]float64{
		stageAccount: 0, stageUsers: 0.01, stagePipelines: 0.02, stageFields: 0.03, stageOpenLeads: 0.04, stageContacts: 0.3,
		stageCompanies: 0.55, stageTasks: 0.6, stageClosedLeads: 0.65, stageLeadNotes: 0.85, stageContactNotes: 0.95,
		stageCompanyNotes: 0.97, stageDoneTasks: 0.98, stageRound: 0.99, stageDone: 1,
	}[s]
}

// progress is how far the load has come, 0 to 1. Inside a stage it is how much
// of the account's life the walk has passed.
func (cp checkpoint) progress() float64 {
	if cp.Stage >= stageDone {
		return 1
	}
	from, to := share(cp.Stage), share(cp.Stage+1)
	if cp.Scan || cp.Top <= cp.Floor || cp.Floor == 0 || cp.At.Edge == 0 {
		return from
	}
	passed := float64(cp.Top-cp.At.Edge) / float64(cp.Top-cp.Floor)
	return from + (to-from)*min(max(passed, 0), 1)
}

// show puts the load's progress on the board.
func (l *loader) show() {
	cp := l.cp
	l.board.set(func(b *statusBoard) {
		b.shown.Progress = max(cp.progress(), b.shown.Progress)
		b.shown.Leads, b.shown.Contacts, b.shown.Companies = cp.Leads, cp.Contacts, cp.Companies
	})
}
