package webhook

// The entities of events, in the plural of the API's paths. Others than these
// keep the name they came with.
const (
	Leads     = "leads"
	Contacts  = "contacts"
	Companies = "companies"
	Customers = "customers"
	Tasks     = "tasks"
	Unsorted  = "unsorted"
	Messages  = "messages"
	Talks     = "talks"
	Catalogs  = "catalogs" // their elements
)

// The actions of events. Others than these keep the name they came with.
const (
	Add         = "add"
	Update      = "update"
	Delete      = "delete" // of an incoming lead: it was accepted or declined
	Restore     = "restore"
	Status      = "status"
	Responsible = "responsible"
	Note        = "note"
	MailIn      = "mail_in"    // digital pipeline
	CallIn      = "call_in"    // digital pipeline
	Chat        = "chat"       // digital pipeline
	SiteVisit   = "site_visit" // digital pipeline
	Period      = "period"     // digital pipeline, customers
	Triggered   = "trigger"    // a widget's trigger, JSON
)

// Event is one thing that happened to one entity.
type Event struct {
	Entity string
	Action string
	ID     int64  // of the entity, 0 when its id is text
	UID    string // of an incoming lead, message or talk
	Fields *Node  // all that came of it
}

func newEvent(root, action string, item *Node) Event {
	e := Event{Entity: entityOf(root, item), Action: action, Fields: item}
	switch {
	case action == Note:
		e.ID = noteOf(item).Int("element_id")
		if e.ID == 0 {
			e.ID = item.Int("id")
		}
	case e.Entity == Unsorted:
		e.UID = item.Text("uid")
		e.ID = item.Int("lead_id")
	case e.Entity == Talks:
		e.UID = item.Text("talk_id")
		e.ID = item.Int("talk_id")
	case !item.IsTree(): // a bare id
		e.ID = item.Int()
	default:
		e.ID = item.Int("id")
	}
	if e.ID == 0 && e.UID == "" {
		e.UID = item.Text("id")
	}
	return e
}

// entityOf names an entity by the root it came under. Companies come under
// contacts too and say so.
func entityOf(root string, item *Node) string {
	switch root {
	case "contacts", "contact":
		if item.Text("type") == "company" {
			return Companies
		}
		return Contacts
	case "task":
		return Tasks
	case "message":
		return Messages
	case "talk":
		return Talks
	case "lead":
		return Leads
	case "company":
		return Companies
	case "customer":
		return Customers
	case "catalog":
		return Catalogs
	default:
		return root
	}
}

// entityOfType names an entity by the number v2 of the API has for it.
func entityOfType(number int64) string {
	switch number {
	case 1:
		return Contacts
	case 2:
		return Leads
	case 3:
		return Companies
	case 12:
		return Customers
	default:
		return ""
	}
}

// isTrigger recognises the JSON of a widget's trigger.
func isTrigger(root *Node) bool {
	return root.At("event", "data").IsTree() && (root.Has("event", "type_code") || root.Has("event", "type"))
}

func triggerEvent(root *Node) Event {
	data := root.At("event", "data")
	e := Event{Entity: entityOfType(data.Int("element_type")), Action: Triggered, ID: data.Int("id"), Fields: root}
	if e.Entity == "" {
		e.Entity = Leads // triggers stand in pipelines
	}
	return e
}
