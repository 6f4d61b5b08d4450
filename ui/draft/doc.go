// Package draft keeps what a person is typing, so that a closed form or a
// crash loses none of it. It writes soon after the last letter, in order, on a
// goroutine of its own.
package draft
