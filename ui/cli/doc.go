// Package cli is the command line: the same folder, store and engine as the
// window, without one. Program.Run is the whole of it; main gives it the
// streams, the environment and the function that opens the window.
//
// Commands that read (leads, lead show, outbox list) and those that write
// (lead move) never touch the network: a write is left in the outbox, which
// the window or `voronka sync` sends. A command that fails prints one sentence
// in the person's language; what lies behind it goes to the log file.
package cli
