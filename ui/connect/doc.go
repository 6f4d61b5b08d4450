// Package connect is where a person connects an amoCRM account and takes it
// off again.
//
// [Screen] offers the three ways in: through the browser, by a long-lived
// token, and by a code pasted by hand. It checks what was typed, hands the work
// to its [Accounts] off the UI goroutine, and says in one sentence what came of
// it and what to do next. [Pages] has the words of the page at which the
// browser ends up, [Switcher] the list of connected accounts, and [Disconnect]
// the question that comes before an account's data is wiped.
//
// Secrets live in the fields and in the one call that needs them. They are
// wiped from the fields as soon as the account is connected, told to nobody
// who inspects the window, and never printed.
package connect
