package replica

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"voronka/cache"
)

// The marks of the store that belong to the engine. A mark is written in the
// transaction of the rows it speaks of.
const (
	markLoad     = "load"      // checkpoint of the first load, JSON
	markSync     = "sync.last" // Unix seconds, local clock: when a pull was last completed
	markDeleted  = "pull.deleted_leads"
	markPoke     = "poke"      // written by a process without the engine lock to wake the one that has it
	markPoked    = "poke.done" // the last poke that a completed pull answered
	markCatalogs = "catalogs"  // Unix seconds, local clock: when the catalogs of custom fields were read
	markScan     = "reconcile" // how far the comparison of all ids has come, JSON
)

// markPull holds the watermark of a list: rows with an older stamp are known.
func markPull(entity cache.Entity) string { return "pull." + string(entity) }

// markGone holds the ids, comma separated, of rows that were deleted on the
// server and are kept here for their unsent changes.
func markGone(entity cache.Entity) string { return "gone." + string(entity) }

// markCrowds holds the seconds of a list that have to be read again.
func markCrowds(entity cache.Entity) string { return "crowds." + string(entity) }

func (c *core) intMark(ctx context.Context, key string) (int64, error) {
	text, err := c.store.Mark(ctx, key)
	if err != nil || text == "" {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("mark %s: %w", key, err)
	}
	return n, nil
}

// lastSync is when a pull was last completed, by whatever process.
func (e *Engine) lastSync(ctx context.Context) (int64, error) {
	c := core{store: e.options.Store}
	return c.intMark(ctx, markSync)
}

func intText(n int64) string { return strconv.FormatInt(n, 10) }

// stage is a part of the first load. Stages run in the order of their numbers,
// which stand in checkpoints.
type stage int

const (
	stageAccount stage = iota
	stageUsers
	stagePipelines
	stageFields
	stageOpenLeads
	stageContacts
	stageCompanies
	stageTasks
	stageClosedLeads
	stageLeadNotes
	stageContactNotes
	stageCompanyNotes
	stageDoneTasks
	stageRound // the incremental round from the moment the load began
	stageDone
)

var stageNames = [...]string{
	stageAccount: "account", stageUsers: "users", stagePipelines: "pipelines", stageFields: "fields",
	stageOpenLeads: "open leads", stageContacts: "contacts", stageCompanies: "companies", stageTasks: "tasks",
	stageClosedLeads: "closed leads", stageLeadNotes: "notes of leads", stageContactNotes: "notes of contacts",
	stageCompanyNotes: "notes of companies", stageDoneTasks: "completed tasks",
	stageRound: "round", stageDone: "done",
}

func (s stage) String() string { return stageNames[s] }

func (s stage) MarshalText() ([]byte, error) { return []byte(stageNames[s]), nil }

func (s *stage) UnmarshalText(b []byte) error {
	for i, name := range stageNames {
		if name == string(b) {
			*s = stage(i)
			return nil
		}
	}
	return fmt.Errorf("first load: no stage is called %q", b)
}

// checkpoint is how far the first load has come.
type checkpoint struct {
	Stage stage `json:"stage"`
	At    place `json:"at"`
	Scan  bool  `json:"scan,omitempty"` // the stage reads numbered pages
	Rows  int   `json:"rows,omitempty"` // of the stage so far
	Top   int64 `json:"top,omitempty"`  // the stage's first stamp

	Began     int64                  `json:"began,omitempty"`     // server's clock when the load began, 0 unknown
	Floor     int64                  `json:"floor,omitempty"`     // when the account was made: no stamp is older
	Without   []cache.Entity         `json:"without,omitempty"`   // lists the server did not offer
	AllLeads  bool                   `json:"all_leads,omitempty"` // the open leads' stage took the closed ones along
	Newest    map[cache.Entity]int64 `json:"newest,omitempty"`    // each list's newest stamp when its reading began
	Leads     int                    `json:"leads,omitempty"`
	Contacts  int                    `json:"contacts,omitempty"`
	Companies int                    `json:"companies,omitempty"`
}

func (c *core) loadCheckpoint(ctx context.Context) (checkpoint, error) {
	cp := checkpoint{Newest: map[cache.Entity]int64{}}
	text, err := c.store.Mark(ctx, markLoad)
	if err != nil || text == "" {
		return cp, err
	}
	if err := json.Unmarshal([]byte(text), &cp); err != nil {
		return cp, fmt.Errorf("mark %s: %w", markLoad, err)
	}
	if cp.Newest == nil {
		cp.Newest = map[cache.Entity]int64{}
	}
	return cp, nil
}

func (cp checkpoint) text() (string, error) {
	b, err := json.Marshal(cp)
	if err != nil {
		return "", fmt.Errorf("first load: write the checkpoint: %w", err)
	}
	return string(b), nil
}

// advance makes the checkpoint stand at the next stage.
func (cp *checkpoint) advance() {
	cp.Stage++
	cp.At, cp.Scan, cp.Rows, cp.Top = place{}, false, 0, 0
}
