package i18n

// Failure names something that went wrong and that a person is told about in
// one sentence: what happened, and what to do. The values each one wants are
// given beside it.
type Failure string

// The failures.
const (
	Offline         Failure = "error.offline"     // no network at all
	Unreachable     Failure = "error.unreachable" // Host
	TimedOut        Failure = "error.timeout"     // Host
	WrongToken      Failure = "error.token"
	Forbidden       Failure = "error.forbidden"
	WebPage         Failure = "error.html"      // Host: it answered HTML
	Garbled         Failure = "error.garbled"   // Host: it answered something unreadable
	Truncated       Failure = "error.truncated" // Host
	Enormous        Failure = "error.enormous"  // Host
	ServerError     Failure = "error.server"    // Status, the HTTP number
	NotFound        Failure = "error.not_found"
	Invalid         Failure = "error.invalid" // Reason, in the server's words
	Blocked         Failure = "error.blocked"
	Payment         Failure = "error.payment"
	RateLimited     Failure = "error.rate"
	Unexpected      Failure = "error.unexpected"
	UnknownStatus   Failure = "error.unknown_status" // ID
	Unchanged       Failure = "error.unchanged"
	BeingSent       Failure = "error.being_sent"
	InConflict      Failure = "error.in_conflict"
	EngineElsewhere Failure = "error.elsewhere"
	NotHere         Failure = "error.not_here"
	Interrupted     Failure = "error.interrupted"
	TooSlow         Failure = "error.too_slow"
	Damaged         Failure = "error.damaged" // File
	Newer           Failure = "error.newer"   // File
	Unwritable      Failure = "error.folder"  // Folder
	DiskFull        Failure = "error.disk"
	SecondWindow    Failure = "error.second_window"
	NoAccount       Failure = "error.no_account"
	NoBrowser       Failure = "error.browser"
	ReadFailed      Failure = "error.read" // Reason
	SaveFailed      Failure = "error.save" // Reason
	Keychain        Failure = "error.keychain"
	KeyGone         Failure = "error.key_gone"
	KeyFile         Failure = "error.key_file" // File
	KeyMode         Failure = "error.key_mode"
	Sealed          Failure = "error.sealed"
	UndoMade        Failure = "error.undo_made"
	UndoChanged     Failure = "error.undo_changed"
	UndoGone        Failure = "error.undo_gone"
	UndoSending     Failure = "error.undo_sending"
	MadePerhaps     Failure = "error.made_perhaps"
)

// Failure returns the sentence for a failure; values follow as for T.
func (t *Texts) Failure(f Failure, pairs ...any) string { return t.T(string(f), pairs...) }
