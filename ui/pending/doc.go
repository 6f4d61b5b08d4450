// Package pending is the Sync page: what was not sent yet, in words, with the
// server's last answer; conflicts, with what stood there, what the person wants
// and what somebody else has put there; rows that were deleted meanwhile; new
// rows of which nobody knows whether the server has made them; and how the
// sync stands. Everything that waits for the person can be decided here.
package pending
