// Package kit has the small widgets Voronka's screens are made of: buttons,
// chips, the sync pill, navigation items, badges, avatars, the search field,
// menus, the side panel and the snackbar, and what they need to run: a
// dispatcher to the UI goroutine, a clock, and a coalescer of refreshes.
//
// Every widget is flat: one renderer that places canvas objects by hand, with
// a minimum size that is a stored value, because Fyne asks for it in every
// frame. Widgets are for the UI goroutine only. Colours are looked up when a
// widget is refreshed, which Fyne does when the theme changes.
package kit
