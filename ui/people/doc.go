// Package people is the forms of contacts and companies, and the one that makes
// a new lead together with its contact and company. A form keeps what is typed
// as a draft, warns of people that are already here, and sends only what was
// changed. It works on the replica, so it works without a network.
package people
