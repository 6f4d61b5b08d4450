// Package contacts is the screen of contacts and companies: a list by name
// with a search and letters, and beside it the form of the one that is chosen,
// which the window brings.
package contacts
