// Package field is what a custom field is edited with: one control per type,
// made from the account's definition, and the form that holds many of them.
//
// A Field is a label, a control and a sentence under it. It keeps the values
// it was given and what was typed over them; what may be typed and what is sent
// is the business of package input. Its objects are made when it is first seen,
// so that a form of a hundred fields opens at once.
package field
