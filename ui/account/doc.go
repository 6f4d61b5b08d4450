// Package account composes what a connected account is: its connection in the
// data folder, its tokens sealed by the vault, and the sign-in and renewal of
// package auth.
//
// [Accounts] connects an account in one of three ways, gives the tokens that
// its API client asks for, keeps them fresh, and disconnects it again. Window
// and command line both work through it, and any number of processes may do so
// on one folder: renewals take turns by a lock file for each account, and a new
// pair of tokens is on the disk before anyone uses it.
//
// Everything here may wait for disk, network or the system's keychain, so none
// of it may be called on the goroutine of the window.
package account
