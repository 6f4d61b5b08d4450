package replica

import (
	"context"
	"log/slog"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// API is what the engine needs of amo.Client.
type API interface {
	Account(ctx context.Context, with ...string) (amo.Account, error)
	Users(ctx context.Context, q amo.PageQuery) (amo.Page[amo.User], error)
	Pipelines(ctx context.Context) ([]amo.Pipeline, error)
	Leads(ctx context.Context, q amo.LeadQuery) (amo.Page[amo.Lead], error)
	Lead(ctx context.Context, id int64, with ...string) (amo.Lead, error)
	Contacts(ctx context.Context, q amo.EntityQuery) (amo.Page[amo.Contact], error)
	Companies(ctx context.Context, q amo.EntityQuery) (amo.Page[amo.Company], error)
	Tasks(ctx context.Context, q amo.TaskQuery) (amo.Page[amo.Task], error)
	Notes(ctx context.Context, s amo.NoteScope, q amo.NoteQuery) (amo.Page[amo.Note], error)
	Events(ctx context.Context, q amo.EventQuery) (amo.Page[amo.Event], error)
	Unsorted(ctx context.Context, q amo.UnsortedQuery) (amo.Page[amo.Unsorted], error)
	CustomFields(ctx context.Context, entity string, q amo.CustomFieldQuery) (amo.Page[amo.CustomField], error)
	FieldGroups(ctx context.Context, entity string, q amo.PageQuery) (amo.Page[amo.FieldGroup], error)
	LossReasons(ctx context.Context, q amo.PageQuery) (amo.Page[amo.LossReason], error)
	Tags(ctx context.Context, entity string, q amo.TagQuery) (amo.Page[amo.Tag], error)
	Catalogs(ctx context.Context, q amo.PageQuery) (amo.Page[amo.Catalog], error)
	Elements(ctx context.Context, catalog int64, q amo.ElementQuery) (amo.Page[amo.Element], error)
	Contact(ctx context.Context, id int64, with ...string) (amo.Contact, error)
	Company(ctx context.Context, id int64, with ...string) (amo.Company, error)
	Task(ctx context.Context, id int64) (amo.Task, error)
	Note(ctx context.Context, s amo.NoteScope, id int64) (amo.Note, error)

	CreateLeads(ctx context.Context, drafts []amo.LeadDraft) ([]amo.Created, error)
	CreateComplexLeads(ctx context.Context, drafts []amo.ComplexDraft) ([]amo.ComplexResult, error)
	CreateContacts(ctx context.Context, drafts []amo.ContactDraft) ([]amo.Created, error)
	CreateCompanies(ctx context.Context, drafts []amo.CompanyDraft) ([]amo.Created, error)
	CreateTasks(ctx context.Context, drafts []amo.TaskDraft) ([]amo.Created, error)
	CreateNotes(ctx context.Context, s amo.NoteScope, drafts []amo.NoteDraft) ([]amo.Created, error)
	UpdateLeads(ctx context.Context, patches []amo.LeadPatch) ([]amo.Updated, error)
	UpdateContacts(ctx context.Context, patches []amo.ContactPatch) ([]amo.Updated, error)
	UpdateCompanies(ctx context.Context, patches []amo.CompanyPatch) ([]amo.Updated, error)
	UpdateTasks(ctx context.Context, patches []amo.TaskPatch) ([]amo.Updated, error)
	UpdateNotes(ctx context.Context, s amo.NoteScope, patches []amo.NotePatch) ([]amo.Updated, error)
	LinkMany(ctx context.Context, entity string, drafts []amo.LinkDraft) ([]amo.Link, error)
	UnlinkMany(ctx context.Context, entity string, drafts []amo.LinkDraft) error
	Requests() int64
}

// Options make an Engine. Store and API are required, the rest has defaults.
type Options struct {
	Store *cache.Store
	API   API

	// Lock takes the account's engine lock, cache.Folder.LockEngine. It
	// answers cache.ErrBusy while another process holds it. Nil: no lock.
	Lock func() (unlock func(), err error)

	// Deliveries is the folder of webhook deliveries about the account,
	// cache.Folder.DeliveriesDir. They are taken as hints to pull sooner, and
	// removed. Empty: none are looked for.
	Deliveries string

	Poll           time.Duration // between pulls while idle; default 20 s
	LockRetry      time.Duration // between tries for a lock that another process holds; default 3 s
	RefreshEvery   time.Duration // account, users, pipelines, fields, tags and loss reasons are read again; default 10 min
	DeletedEvery   time.Duration // the trash, and events of deletions, are looked through; default 1 min
	AroundEvery    time.Duration // notes and incoming leads are pulled; default 1 min
	ReconcileEvery time.Duration // all ids are compared with the server's; default 1 day, the first time after a 24th of it
	Patience       time.Duration // of Once with a server that does not answer; default 10 s
	Clock          Clock         // default: the machine's
	Log            *slog.Logger  // default: none
}

// Times that nobody has to set.
const (
	overlap      = 60 // seconds of stamps read again by each round: rows may become visible late
	pageSize     = 250
	pushSize     = 50 // changes in one request, as the API recommends
	maxPause     = 60 * time.Second
	offlinePause = 4 * time.Second // the longest wait between probes, so that a returned server is noticed within 5 s
	probeTimeout = 5 * time.Second
	blockedPause = time.Minute
	heldRecheck  = time.Second // due times are wall clock; the timer is not, so it looks again
)

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value *time.Duration
		def   time.Duration
	}{
		{&o.Poll, 20 * time.Second},
		{&o.LockRetry, 3 * time.Second},
		{&o.RefreshEvery, 10 * time.Minute},
		{&o.DeletedEvery, time.Minute},
		{&o.AroundEvery, time.Minute},
		{&o.ReconcileEvery, 24 * time.Hour},
		{&o.Patience, 10 * time.Second},
	} {
		if *d.value <= 0 {
			*d.value = d.def
		}
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
