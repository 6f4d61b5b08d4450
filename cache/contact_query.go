package cache

import "voronka/amo"

// ContactQuery asks for contacts, or companies, as a list by name. The zero
// query asks for all. Conditions must all hold.
type ContactQuery struct {
	Text      string // part of the name, of a phone's digits or of an e-mail; case and Uzbek spelling do not matter
	Letter    string // one of ContactLetters
	OwnerIDs  []int64
	Tags      []string // any of them
	CompanyID int64    // 0: any; of contacts only
	After     PersonPlace
	Limit     int // 0: all
}

// PersonPlace is a place in a list by name; the zero place is before the first.
type PersonPlace struct {
	key string
	id  int64
	set bool
}

// ContactRow is one contact of a list.
type ContactRow struct {
	ID          int64
	Name        string
	Letter      string // under which it stands: A … Z, or #
	OwnerID     int64
	OwnerName   string // empty when the user is not known
	CompanyID   int64  // 0 without one
	CompanyName string
	Phone       string // the first one, as it was written
	Email       string // likewise
	Tags        []string
	Leads       int   // linked to it
	UpdatedAt   int64 // Unix seconds
	Pending     bool  // has changes that were not sent yet
	Conflict    bool
	Refused     bool
	Place       PersonPlace // for a query to go on behind it
}

// CompanyRow is one company of a list.
type CompanyRow struct {
	ID        int64
	Name      string
	Letter    string
	OwnerID   int64
	OwnerName string
	Phone     string
	Email     string
	Tags      []string
	Leads     int
	Contacts  int
	UpdatedAt int64
	Pending   bool
	Conflict  bool
	Refused   bool
	Place     PersonPlace
}

// Letter is how many rows of a list stand under a letter.
type Letter struct {
	Letter string
	Count  int
}

// ContactDetail is a contact with everything the replica knows around it.
type ContactDetail struct {
	Contact amo.Contact // as seen here: the server's last word with the unsent changes over it
	Base    amo.Contact // the server's last word
	Company *amo.Company
	Leads   []LeadRow  // newest update first
	Tasks   []amo.Task // open ones first, by due time
	Notes   int        // in the replica
	Changes []Change   // unsent, oldest first
}

// CompanyDetail is a company with everything the replica knows around it.
type CompanyDetail struct {
	Company  amo.Company
	Base     amo.Company
	Contacts []amo.Contact // by name
	Leads    []LeadRow     // newest update first
	Tasks    []amo.Task    // open ones first, by due time
	Notes    int
	Changes  []Change
}
