package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/pflag"
)

// assignment is one KEY=VALUE or KEY+=VALUE of the command line.
type assignment struct {
	key   string
	value string
	add   bool // to the values the field has
}

// The keys of assignments, besides field:ID.
const (
	keyName      = "name"
	keyFirstName = "first_name"
	keyLastName  = "last_name"
	keyPrice     = "price"
	keyOwner     = "owner"
	keyCompany   = "company"
	keyPhone     = "phone"
	keyEmail     = "email"
	fieldKey     = "field:"
)

// leadKeys are the keys a lead has.
func leadKeys() []string { return []string{keyName, keyPrice, keyOwner, keyCompany} }

// contactKeys are the keys a contact has.
func contactKeys() []string {
	return []string{keyName, keyFirstName, keyLastName, keyOwner, keyCompany, keyPhone, keyEmail}
}

// readAssignments reads KEY=VALUE arguments.
func readAssignments(args, keys []string) ([]assignment, error) {
	list := make([]assignment, 0, len(args))
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, usagef("%q is not of the form KEY=VALUE", arg)
		}
		a := assignment{key: key, value: value}
		a.key, a.add = strings.CutSuffix(key, "+")
		if err := a.check(keys); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

func (a assignment) check(keys []string) error {
	if _, ok := a.fieldID(); ok {
		return nil
	}
	for _, key := range keys {
		if key == a.key {
			if a.add && key != keyPhone && key != keyEmail {
				return usagef("%s has one value; write %s=", key, key)
			}
			return nil
		}
	}
	return usagef("there is no %q to set, only %s and field:ID", a.key, strings.Join(keys, ", "))
}

// fieldID is the custom field an assignment names.
func (a assignment) fieldID() (int64, bool) {
	digits, ok := strings.CutPrefix(a.key, fieldKey)
	if !ok {
		return 0, false
	}
	id, err := strconv.ParseInt(digits, 10, 64)
	return id, err == nil && id > 0
}

// flagged gives the flags named like keys that were used, as assignments.
func flagged(flags *pflag.FlagSet, keys []string) []assignment {
	var list []assignment
	for _, key := range keys {
		f := flags.Lookup(strings.ReplaceAll(key, "_", "-"))
		if f == nil || !f.Changed {
			continue
		}
		if many, ok := f.Value.(pflag.SliceValue); ok {
			for _, value := range many.GetSlice() {
				list = append(list, assignment{key: key, value: value, add: true})
			}
			continue
		}
		list = append(list, assignment{key: key, value: f.Value.String()})
	}
	return list
}
