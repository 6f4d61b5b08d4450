// Package lead is the panel that shows one lead over the board: what it is,
// where it stands, whom it belongs to, and what has not been sent yet. It reads
// the replica only, so it works without a network.
package lead
