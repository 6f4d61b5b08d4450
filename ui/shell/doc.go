// Package shell is the frame of Voronka's window: the rail with the account and
// the screens, the top bar with pipeline, search, sync state and the main
// action, the line of filters with the totals, the place for a screen, the side
// panel, the snackbar, and on top of all a layer for what is dragged.
//
// It shows what it is told and reports what a person does through callbacks; it
// knows no store and no network. Everything is for the UI goroutine.
package shell
