package cache

import (
	"context"
	"database/sql"
	"errors"
)

// Entity names a kind of row of the replica, in the API's own words.
type Entity string

// The entities the replica keeps and reports changes of.
const (
	Account      Entity = "account"
	Users        Entity = "users"
	Pipelines    Entity = "pipelines"
	CustomFields Entity = "custom_fields" // and their groups; ids are field ids, of any entity
	LossReasons  Entity = "loss_reasons"
	Tags         Entity = "tags"     // of any entity
	Catalogs     Entity = "catalogs" // and their elements, whose ids these are as well
	Leads        Entity = "leads"
	Contacts     Entity = "contacts"
	Companies    Entity = "companies"
	Tasks        Entity = "tasks"
	Notes        Entity = "notes"
	Events       Entity = "events"   // ids are those of the entities that the events are about
	Incoming     Entity = "unsorted" // ids are lead ids
	Outbox       Entity = "outbox"   // ids are change ids
)

// Changed tells that rows of an entity have changed in the replica, whoever
// changed them: a command here, the engine, or another process.
type Changed struct {
	Entity Entity
	IDs    []int64 // nil: any of them may have changed
}

// entities is everything a Changed can be about.
func entities() []Entity {
	return []Entity{
		Account, Users, Pipelines, CustomFields, LossReasons, Tags, Catalogs,
		Leads, Contacts, Companies, Tasks, Notes, Events, Incoming, Outbox,
	}
}

// bearers are the entities that have custom fields, tags and notes.
func bearers() []Entity { return []Entity{Leads, Contacts, Companies} }

// IDs returns the ids of leads, contacts, companies, tasks or notes that the
// server gave them, ascending: those greater than after and at most upto.
func (s *Store) IDs(ctx context.Context, entity Entity, after, upto int64) (ids []int64, err error) {
	defer func() { err = s.fail(err, "read ids of %s", entity) }()
	switch entity {
	case Leads, Contacts, Companies, Tasks, Notes:
	default:
		return nil, errors.New("rows of this kind have no ids of their own")
	}
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		ids, err = column[int64](ctx, tx, `SELECT id FROM `+string(entity)+` WHERE id > ? AND id <= ? ORDER BY id`, max(after, 0), upto)
		return err
	})
	return ids, err
}
