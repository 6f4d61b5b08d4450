package kit

// Inspectable is a widget that says what it is to a test that looks at the
// running window from outside.
type Inspectable interface {
	// Inspect returns an id such as "nav:board", "button:new-lead" or
	// "field:search", the kind before its colon, and the text a person reads.
	// An empty id hides the widget. UI goroutine only.
	Inspect() (id, kind, text string)
}
