// Package merge compares and combines versions of a row of amoCRM, field by
// field: the server's last word, what a person wants of it, and what somebody
// else has made of it meanwhile. It is pure: no database, no network, no clock.
//
// A row is seen as flat fields, each under a key of its own, so that two people
// who touch different ones never meet. A tag is a field (tag:VIP, true or
// false), so is the link to a contact (contact:6001), and so is a custom field
// (field:501) with all its values. What remains to be settled is one field that
// two people have set to different values: that is a conflict, and a conflict
// is always a person's to decide. The values of a field that has many (phones,
// several choices) are compared one by one, so that two people may each add a
// phone.
package merge
