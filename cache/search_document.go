package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"voronka/amo"
	"voronka/cache/fold"
)

// searchKind is a kind of row as the index writes it. The rows of greater ones
// are indexed first.
type searchKind int64

const (
	searchNote searchKind = 1 + iota
	searchCompany
	searchContact
	searchLead
)

// searchKinds are all kinds, by the entity that has their rows.
func searchKinds() map[Entity]searchKind {
	return map[Entity]searchKind{Leads: searchLead, Contacts: searchContact, Companies: searchCompany, Notes: searchNote}
}

// hasName reports whether rows of the kind have a name of their own, which
// their table keeps.
func (k searchKind) hasName() bool { return k != searchNote }

func (k searchKind) hit() HitKind {
	switch k {
	case searchLead:
		return HitLead
	case searchContact:
		return HitContact
	case searchCompany:
		return HitCompany
	}
	return HitNote
}

// rowKey names a row of any kind.
type rowKey struct {
	kind searchKind
	id   int64
}

func byKind(rows []rowKey) map[searchKind][]int64 {
	ids := map[searchKind][]int64{}
	for _, r := range rows {
		ids[r.kind] = append(ids[r.kind], r.id)
	}
	return ids
}

// document is what a row says, as the person sees it.
type document struct {
	rowKey
	title     string
	others    []searchText
	updatedAt int64
	isClosed  bool
	about     Row // of a note
	aboutName string
}

// searchText is one text of a row.
type searchText struct {
	text    string
	isPhone bool
}

// leastNumber is how many digits make a number of a text one that is found by
// any part of it: as many as a phone has. Of the phones themselves, which may
// be short, leastPart digits are enough.
const (
	leastNumber = 7
	leastPart   = 3
)

func (t searchText) numbers() []string {
	if t.isPhone {
		return fold.Numbers(t.text, leastPart)
	}
	return fold.Numbers(t.text, leastNumber)
}

// documents reads rows; those that are not in the replica are left out.
func (k searchKind) documents(ctx context.Context, q querier, ids []int64) ([]document, error) {
	switch k {
	case searchLead:
		return documentsOf(ctx, q, Leads, ids, leadDocument)
	case searchContact:
		return documentsOf(ctx, q, Contacts, ids, contactDocument)
	case searchCompany:
		return documentsOf(ctx, q, Companies, ids, companyDocument)
	}
	return noteDocuments(ctx, q, ids)
}

func documentsOf[T any](ctx context.Context, q querier, entity Entity, ids []int64, of func(*T) document) ([]document, error) {
	rows, err := seen[T](ctx, q, `FROM `+string(entity)+`_base AS b WHERE b.id IN (SELECT value FROM json_each(?))`, idArray(ids))
	if err != nil {
		return nil, err
	}
	list := make([]document, len(rows))
	for i := range rows {
		list[i] = of(&rows[i])
	}
	return list, nil
}

// noteDocuments reads notes together with what they are about.
func noteDocuments(ctx context.Context, q querier, ids []int64) (list []document, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		d := document{rowKey: rowKey{kind: searchNote}, others: make([]searchText, 1)}
		err := rows.Scan(&d.id, &d.others[0].text, &d.updatedAt, &d.about.Entity, &d.about.ID, &d.aboutName)
		list = append(list, d)
		return err
	}, `SELECT n.id, n.text, n.updated_at, n.entity, n.entity_id, coalesce(l.name, c.name, f.name, '') FROM notes AS n
		LEFT JOIN leads AS l ON n.entity = 'leads' AND l.id = n.entity_id
		LEFT JOIN contacts AS c ON n.entity = 'contacts' AND c.id = n.entity_id
		LEFT JOIN companies AS f ON n.entity = 'companies' AND f.id = n.entity_id
		WHERE n.id IN (SELECT value FROM json_each(?))`, idArray(ids))
	return list, err
}

func leadDocument(l *amo.Lead) document {
	return document{
		rowKey: rowKey{searchLead, l.ID}, title: l.Name,
		others:    textsOf(l.CustomFieldsValues, l.Embedded.Tags),
		updatedAt: l.UpdatedAt,
		isClosed:  l.StatusID == amo.StatusWon || l.StatusID == amo.StatusLost,
	}
}

func contactDocument(c *amo.Contact) document {
	d := document{
		rowKey: rowKey{searchContact, c.ID}, title: contactName(c),
		others:    textsOf(c.CustomFieldsValues, c.Embedded.Tags),
		updatedAt: c.UpdatedAt,
	}
	if whole := spaced(c.FirstName, c.LastName); whole != "" && whole != d.title {
		d.others = append(d.others, searchText{text: whole})
	}
	return d
}

func companyDocument(c *amo.Company) document {
	return document{
		rowKey: rowKey{searchCompany, c.ID}, title: c.Name,
		others:    textsOf(c.CustomFieldsValues, c.Embedded.Tags),
		updatedAt: c.UpdatedAt,
	}
}

// textsOf is what fields and tags say.
func textsOf(fields []amo.FieldValues, tags []amo.Tag) []searchText {
	var texts []searchText
	for i := range fields {
		f := &fields[i]
		switch f.FieldType {
		case amo.FieldCheckbox, amo.FieldDate, amo.FieldBirthday, amo.FieldDateTime:
			continue // no words
		}
		isPhone := f.FieldCode != nil && *f.FieldCode == codePhone
		for _, value := range f.Values {
			for _, text := range valueTexts(value) {
				texts = append(texts, searchText{text, isPhone})
			}
		}
	}
	for _, t := range tags {
		if t.Name != "" {
			texts = append(texts, searchText{text: t.Name})
		}
	}
	return texts
}

// valueTexts are the words and numbers of a custom field's value, whatever its
// type. A choice is worth its words alone, not its id and code.
func valueTexts(raw amo.FieldValue) []string {
	var value struct {
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(raw, &value) != nil {
		return nil // a shape no field of the API has
	}
	var text string
	if json.Unmarshal(value.Value, &text) == nil {
		if text == "" {
			return nil
		}
		return []string{text}
	}
	var tree any
	if json.Unmarshal(value.Value, &tree) != nil {
		return nil
	}
	return leaves(nil, tree, string(value.Value))
}

// leaves are the texts in a JSON value; a bare number is worth its own writing.
func leaves(into []string, tree any, written string) []string {
	switch v := tree.(type) {
	case string:
		if v != "" {
			into = append(into, v)
		}
	case float64:
		if written != "" {
			into = append(into, written)
		}
	case []any:
		for _, item := range v {
			into = leaves(into, item, "")
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			into = leaves(into, v[key], "")
		}
	}
	return into
}

// indexed is a document as the index has it.
type indexed struct {
	head, title, other, digits string
}

func (d *document) indexed() indexed {
	var x indexed
	words := fold.Words(d.title)
	if len(words) > 0 {
		x.head = tokens(words[:1])
	}
	x.title = tokens(words)
	var others []fold.Word
	numbers := fold.Numbers(d.title, leastNumber)
	for _, t := range d.others {
		others = append(others, fold.Words(t.text)...)
		numbers = append(numbers, t.numbers()...)
	}
	x.other = tokens(others)
	for _, list := range [][]fold.Word{words, others} {
		for _, w := range list {
			if isLong(w) { // one of the numbers as a rule, but not 1'234'567 and figures of other scripts
				numbers = append(numbers, w.Spelt)
			}
		}
	}
	var threes []string
	for _, n := range numbers {
		threes = append(threes, inThrees(n)...)
	}
	slices.Sort(threes)
	x.digits = strings.Join(slices.Compact(threes), " ")
	return x
}

// tokens are words as the index reads them. Of long numbers, each of which is
// another word, only the beginning is one: three digits and more are looked for
// among the digits anyway.
func tokens(words []fold.Word) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		if isLong(w) {
			b.WriteString(w.Spelt[:leastPart-1])
			continue
		}
		b.WriteString(w.Spelt)
		if w.Short != w.Spelt {
			b.WriteByte(' ')
			b.WriteString(w.Short)
		}
	}
	return b.String()
}

// isLong reports whether a word is a number the index has among the digits.
func isLong(w fold.Word) bool { return len(w.Spelt) >= leastNumber && isNumber(w) }

// firstThree stands for 000; no text has a letter of the private use area after
// folding has made words of it.
const firstThree = '\uE000'

// inThrees writes every three digits that follow each other as one letter.
func inThrees(digits string) []string {
	var threes []string
	for i := 0; i+leastPart <= len(digits); i++ {
		n := rune(digits[i]-'0')*100 + rune(digits[i+1]-'0')*10 + rune(digits[i+2]-'0')
		threes = append(threes, string(firstThree+n))
	}
	return threes
}

// hash tells one indexed text from another.
func (x *indexed) hash() int64 {
	h := fnv.New64a()
	for _, part := range []string{x.head, x.title, x.other, x.digits} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return int64(h.Sum64())
}
