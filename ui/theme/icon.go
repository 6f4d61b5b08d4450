package theme

import (
	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"voronka/assets"
)

// IconName names one of Voronka's icons.
type IconName string

// The icons.
const (
	IconArrowRight   IconName = "arrow-right"
	IconBoard        IconName = "board"
	IconCalendar     IconName = "calendar"
	IconChat         IconName = "chat"
	IconCheck        IconName = "check"
	IconChevronDown  IconName = "chevron-down"
	IconChevronLeft  IconName = "chevron-left"
	IconChevronRight IconName = "chevron-right"
	IconClock        IconName = "clock"
	IconClose        IconName = "close"
	IconCompany      IconName = "company"
	IconContacts     IconName = "contacts"
	IconCopy         IconName = "copy"
	IconCross        IconName = "cross"
	IconExternalLink IconName = "external-link"
	IconFilter       IconName = "filter"
	IconHistory      IconName = "history"
	IconInbox        IconName = "inbox"
	IconInfo         IconName = "info"
	IconList         IconName = "list"
	IconMail         IconName = "mail"
	IconMoney        IconName = "money"
	IconMore         IconName = "more"
	IconOffline      IconName = "offline"
	IconPhone        IconName = "phone"
	IconPipeline     IconName = "pipeline"
	IconPlus         IconName = "plus"
	IconRedo         IconName = "redo"
	IconReports      IconName = "reports"
	IconSearch       IconName = "search"
	IconSettings     IconName = "settings"
	IconSwap         IconName = "swap"
	IconSync         IconName = "sync"
	IconTag          IconName = "tag"
	IconTasks        IconName = "tasks"
	IconUndo         IconName = "undo"
	IconUser         IconName = "user"
	IconWarning      IconName = "warning"
)

// Icon returns an icon in a colour of the current theme; it follows the theme
// when the object that shows it is refreshed. The drawings are filled outlines,
// because Fyne tints fills and leaves lines as they are.
func Icon(name IconName, colour fyne.ThemeColorName) fyne.Resource {
	file := string(name) + ".svg"
	return base.NewColoredResource(fyne.NewStaticResource(file, assets.Icon(string(name))), colour)
}

// AppIcon returns the application's icon for windows and the task bar.
func AppIcon() fyne.Resource {
	return fyne.NewStaticResource("voronka.png", assets.AppIconPNG())
}
