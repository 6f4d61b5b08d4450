// Package feed shows what has happened to a lead, contact or company: notes and
// events in one list, newest first, in words. It reads the replica, so it works
// without a network, and asks the server for more while it is looked at.
package feed
