package cache

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"voronka/amo"
)

// Account returns the account as GET /api/v4/account answered it last. It
// fails with ErrNotFound before the first load.
func (s *Store) Account(ctx context.Context) (account amo.Account, err error) {
	defer func() { err = s.fail(err, "read account") }()
	err = s.read(ctx, func(tx *sql.Tx) error {
		var base []byte
		err := tx.QueryRowContext(ctx, `SELECT base FROM account`).Scan(&base)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		return json.Unmarshal(base, &account)
	})
	return account, err
}

// Users returns the employees by name.
func (s *Store) Users(ctx context.Context) (users []amo.User, err error) {
	defer func() { err = s.fail(err, "read users") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		users, err = decoded[amo.User](ctx, tx, `SELECT base FROM users ORDER BY name, id`)
		return err
	})
	return users, err
}

// Pipelines returns the pipelines by sort, each with its statuses by sort.
func (s *Store) Pipelines(ctx context.Context) (pipelines []amo.Pipeline, err error) {
	defer func() { err = s.fail(err, "read pipelines") }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		pipelines, err = decoded[amo.Pipeline](ctx, tx, `SELECT base FROM pipelines ORDER BY sort, id`)
		return err
	})
	for i := range pipelines {
		sortStatuses(pipelines[i].Embedded.Statuses)
	}
	return pipelines, err
}

// sortStatuses puts statuses in the order of the board: incoming leads first,
// won and lost last, the others by sort.
func sortStatuses(statuses []amo.Status) {
	place := func(s amo.Status) int {
		switch {
		case s.ID == amo.StatusLost:
			return 3
		case s.ID == amo.StatusWon:
			return 2
		case s.Type == amo.StatusUnsorted:
			return 0
		}
		return 1
	}
	slices.SortStableFunc(statuses, func(a, b amo.Status) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.ID, b.ID))
	})
}

// Tags returns the names of the tags leads have, most used first, then by name.
func (s *Store) Tags(ctx context.Context) (names []string, err error) {
	defer func() { err = s.fail(err, "read tags") }()
	used := map[string]int{}
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var packed string
			var leads int
			if err := rows.Scan(&packed, &leads); err != nil {
				return err
			}
			for _, name := range unpackTags(packed) {
				used[name] += leads
			}
			return nil
		}, `SELECT tags, count(*) FROM leads WHERE tags <> '' GROUP BY tags`)
	})
	if err != nil {
		return nil, err
	}
	for name := range used {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(used[b], used[a]), cmp.Compare(a, b))
	})
	return names, nil
}

// tagMark stands before and after every tag name of a packed list.
const tagMark = "\x1f"

// packTags writes tag names so that one of them can be looked for with instr.
func packTags(tags []amo.Tag) string {
	if len(tags) == 0 {
		return ""
	}
	var b strings.Builder
	for _, t := range tags {
		if name := tagKey(t.Name); name != "" {
			if b.Len() == 0 {
				b.WriteString(tagMark)
			}
			b.WriteString(name)
			b.WriteString(tagMark)
		}
	}
	return b.String()
}

// tagKey is a tag's name without the mark, which no person can type.
func tagKey(name string) string { return strings.ReplaceAll(name, tagMark, " ") }

func unpackTags(packed string) []string {
	if packed == "" {
		return nil
	}
	return strings.Split(strings.Trim(packed, tagMark), tagMark)
}

// decoded reads the JSON in the first column of a query.
func decoded[T any](ctx context.Context, q querier, query string, args ...any) (list []T, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var base sql.RawBytes
		if err := rows.Scan(&base); err != nil {
			return err
		}
		var v T
		if err := json.Unmarshal(base, &v); err != nil {
			return err
		}
		list = append(list, v)
		return nil
	}, query, args...)
	return list, err
}
