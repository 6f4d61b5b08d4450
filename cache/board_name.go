package cache

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// leadName is the folded name of a lead.
type leadName struct {
	id   int64
	name []byte
}

// sortName stands for a name while it is sorted: most differ in their first
// bytes, and those are compared as numbers.
type sortName struct {
	head, next uint64 // sixteen bytes, with zeros behind a shorter name
	at         int    // of the name
}

func sortNameOf(name []byte, at int) sortName {
	var first [16]byte
	copy(first[:], name)
	return sortName{binary.BigEndian.Uint64(first[:8]), binary.BigEndian.Uint64(first[8:]), at}
}

// sortByName puts the leads of a board's columns in the order of their names,
// as SQLite has it, and of equal ones the newest lead first. SQLite would take
// several times as long: what it sorts is whole records.
func sortByName(ctx context.Context, tx *sql.Tx, q BoardQuery, columns map[int64]BoardColumn) error {
	all, err := namesByID(ctx, tx, q.PipelineID)
	if err != nil {
		return err
	}
	compare := func(a, b sortName) int {
		switch {
		case a.head != b.head:
			return cmp.Compare(a.head, b.head)
		case a.next != b.next:
			return cmp.Compare(a.next, b.next)
		}
		return cmp.Or(bytes.Compare(all[a.at].name, all[b.at].name), cmp.Compare(all[b.at].id, all[a.at].id))
	}
	for status, column := range columns {
		if slices.Contains(q.Folded, status) {
			continue
		}
		keys := make([]sortName, len(column.IDs))
		for i, id := range column.IDs {
			at, ok := slices.BinarySearchFunc(all, id, func(n leadName, id int64) int { return cmp.Compare(n.id, id) })
			if !ok {
				return fmt.Errorf("lead %d has no name", id)
			}
			keys[i] = sortNameOf(all[at].name, at)
		}
		slices.SortFunc(keys, compare)
		for i, key := range keys {
			column.IDs[i] = all[key.at].id
		}
	}
	return nil
}

// namesByID reads the folded names of a pipeline's leads, by id, packed into
// one value as the ids of a board are.
func namesByID(ctx context.Context, tx *sql.Tx, pipelineID int64) ([]leadName, error) {
	var packed []byte
	var n int
	err := tx.QueryRowContext(ctx, `SELECT count(*), coalesce(group_concat(id || ',' || octet_length(search) || ',' || search, ''), '')
		FROM leads NOT INDEXED WHERE pipeline_id = ?`, pipelineID).Scan(&n, &packed)
	if err != nil {
		return nil, err
	}
	list := make([]leadName, 0, n)
	for len(packed) > 0 {
		id, rest, _ := bytes.Cut(packed, []byte{','})
		length, rest, _ := bytes.Cut(rest, []byte{','})
		var l leadName
		if l.id, err = strconv.ParseInt(string(id), 10, 64); err != nil {
			return nil, err
		}
		size, err := strconv.Atoi(string(length))
		if err != nil || size > len(rest) {
			return nil, fmt.Errorf("the name of lead %d is cut off", l.id)
		}
		l.name, packed = rest[:size], rest[size:]
		list = append(list, l)
	}
	byID := func(a, b leadName) int { return cmp.Compare(a.id, b.id) }
	if !slices.IsSortedFunc(list, byID) { // they are read in this order, which nobody promises
		slices.SortFunc(list, byID)
	}
	return list, nil
}
