package cache

import (
	"context"
	"database/sql"
	"errors"

	"voronka/amo"
)

// namer gives the entries of a feed the names of what they are about. It reads
// every list once, when it is first needed.
type namer struct {
	ctx       context.Context
	q         querier
	users     map[int64]string
	pipelines map[int64]amo.Pipeline
	fields    map[int64]string
	types     map[int64]string
}

func (n *namer) name(entries []FeedEntry) error {
	for i := range entries {
		e := &entries[i]
		author, err := n.user(e.AuthorID)
		if err != nil {
			return err
		}
		e.Author = author
		for _, side := range [][]FeedValue{e.Before, e.After} {
			for j := range side {
				if err := n.value(&side[j]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (n *namer) value(v *FeedValue) (err error) {
	switch v.Kind {
	case "lead_status":
		return n.status(v)
	case "responsible_user":
		v.Name, err = n.user(v.ID)
	case "link":
		switch v.Entity {
		case Leads, Contacts, Companies:
			v.Name, err = n.text(`SELECT name FROM `+string(v.Entity)+` WHERE id = ?`, v.ID)
		}
	case "note":
		v.Name, err = n.text(`SELECT text FROM notes WHERE id = ?`, v.ID)
	case "custom_field_value":
		v.Of, err = n.field(v.ID)
	case "task_type":
		if n.types == nil {
			if n.types, err = n.idNames(`SELECT id, name FROM task_types`); err != nil {
				return err
			}
		}
		v.Name = n.types[v.ID]
	}
	return err
}

func (n *namer) user(id int64) (name string, err error) {
	if n.users == nil {
		if n.users, err = n.idNames(`SELECT id, name FROM users`); err != nil {
			return "", err
		}
	}
	return n.users[id], nil
}

func (n *namer) status(v *FeedValue) error {
	p, known := n.pipelines[v.PipelineID]
	if !known {
		var err error
		if p, err = pipeline(n.ctx, n.q, v.PipelineID); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if n.pipelines == nil {
			n.pipelines = map[int64]amo.Pipeline{}
		}
		n.pipelines[v.PipelineID] = p
	}
	v.Of = p.Name
	for _, s := range p.Embedded.Statuses {
		if s.ID == v.ID {
			v.Name = s.Name
		}
	}
	return nil
}

// field is the name of a custom field, whatever entity it belongs to.
func (n *namer) field(id int64) (string, error) {
	if n.fields == nil {
		n.fields = map[int64]string{}
		for _, entity := range bearers() {
			list, err := definitions[amo.CustomField](n.ctx, n.q, kindFields, entity)
			if err != nil {
				return "", err
			}
			for i := range list {
				n.fields[list[i].ID] = list[i].Name
			}
		}
	}
	return n.fields[id], nil
}

// text reads one name, "" when there is no such row.
func (n *namer) text(query string, id int64) (name string, err error) {
	err = n.q.QueryRowContext(n.ctx, query, id).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}

func (n *namer) idNames(query string) (map[int64]string, error) {
	names := map[int64]string{}
	err := each(n.ctx, n.q, func(rows *sql.Rows) error {
		var id int64
		var name string
		err := rows.Scan(&id, &name)
		names[id] = name
		return err
	}, query)
	return names, err
}
