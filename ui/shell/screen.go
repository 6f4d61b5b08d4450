package shell

import (
	"voronka/ui/i18n"
	"voronka/ui/theme"
)

// Screen is a destination of the rail. Its name is part of the id "nav:name".
type Screen string

// The screens.
const (
	Board    Screen = "board"
	List     Screen = "list"
	Contacts Screen = "contacts"
	Tasks    Screen = "tasks"
	Inbox    Screen = "inbox"
	Reports  Screen = "reports"
	Sync     Screen = "sync"
	Settings Screen = "settings"
)

// AllScreens returns every screen in the order of the rail.
func AllScreens() []Screen {
	return []Screen{Board, List, Contacts, Tasks, Inbox, Reports, Sync, Settings}
}

// Title returns a screen's name.
func (s Screen) Title(t *i18n.Texts) string {
	switch s {
	case Board:
		return t.T("nav.board")
	case List:
		return t.T("nav.list")
	case Contacts:
		return t.T("nav.contacts")
	case Tasks:
		return t.T("nav.tasks")
	case Inbox:
		return t.T("nav.inbox")
	case Reports:
		return t.T("nav.reports")
	case Sync:
		return t.T("nav.sync")
	default:
		return t.T("nav.settings")
	}
}

// Icon returns a screen's icon.
func (s Screen) Icon() theme.IconName {
	switch s {
	case Board:
		return theme.IconBoard
	case List:
		return theme.IconList
	case Contacts:
		return theme.IconContacts
	case Tasks:
		return theme.IconTasks
	case Inbox:
		return theme.IconInbox
	case Reports:
		return theme.IconReports
	case Sync:
		return theme.IconSync
	default:
		return theme.IconSettings
	}
}
