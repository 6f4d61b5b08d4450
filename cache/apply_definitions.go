package cache

import (
	"maps"
	"slices"
	"strconv"

	"voronka/amo"
)

// The kinds of lists in the table definitions.
const (
	kindFields  = "custom_fields"
	kindGroups  = "field_groups"
	kindReasons = "loss_reasons"
	kindTags    = "tags"
)

// applyDefinitions replaces the lists of a batch that come as a whole.
func (w *writing) applyDefinitions(b *Batch) error {
	for _, entity := range bearers() {
		if fields, ok := b.CustomFields[entity]; ok {
			if err := replaceList(w, CustomFields, kindFields, entity, fields, func(f *amo.CustomField) string { return idText(f.ID) }); err != nil {
				return err
			}
		}
		if groups, ok := b.FieldGroups[entity]; ok {
			if err := replaceList(w, CustomFields, kindGroups, entity, groups, func(g *amo.FieldGroup) string { return g.ID }); err != nil {
				return err
			}
		}
		if tags, ok := b.Tags[entity]; ok {
			if err := replaceList(w, Tags, kindTags, entity, tags, func(t *amo.Tag) string { return idText(t.ID) }); err != nil {
				return err
			}
		}
	}
	if _, ok := b.CustomFields[Leads]; ok {
		if err := w.renewFields(); err != nil {
			return err
		}
	}
	if b.LossReasons == nil {
		return nil
	}
	return replaceList(w, LossReasons, kindReasons, "", b.LossReasons, func(r *amo.LossReason) string { return idText(r.ID) })
}

// replaceList puts a list in the place of the one that was known. What has
// changed of it is told as a change of told: every row, since a place in the
// list is a part of it; a group is told as all fields.
func replaceList[T any, P interface {
	*T
	sourced
}](w *writing, told Entity, kind string, entity Entity, list []T, id func(*T) string) error {
	bases, err := basesOf(list, func(v *T) sourced { return P(v) })
	if err != nil {
		return err
	}
	same, err := w.isSame(`SELECT base FROM definitions WHERE kind = ? AND entity = ? ORDER BY place`, bases, kind, entity)
	if err != nil || same {
		return err
	}
	gone, err := w.names(`DELETE FROM definitions WHERE kind = ? AND entity = ? RETURNING id`, kind, entity)
	if err != nil {
		return err
	}
	concerned := map[int64]bool{}
	for _, name := range gone {
		concerned[idOf(name)] = true
	}
	for i := range list {
		concerned[idOf(id(&list[i]))] = true
	}
	w.note(told, slices.Sorted(maps.Keys(concerned))...)
	return w.execEach(`INSERT OR REPLACE INTO definitions (kind, entity, id, place, base) VALUES (?, ?, ?, ?, ?)`, len(list), func(i int) []any {
		return []any{kind, entity, id(&list[i]), i, bases[i]}
	})
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// idOf is the id of a row that has a number, 0 for others.
func idOf(text string) int64 {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0 // a group's name
	}
	return id
}
