package cache

// Entity names a kind of row of the replica, in the API's own words.
type Entity string

// The entities the replica keeps and reports changes of.
const (
	Account   Entity = "account"
	Users     Entity = "users"
	Pipelines Entity = "pipelines"
	Leads     Entity = "leads"
	Contacts  Entity = "contacts"
	Companies Entity = "companies"
	Tasks     Entity = "tasks"
	Outbox    Entity = "outbox" // ids are change ids
)

// Changed tells that rows of an entity have changed in the replica, whoever
// changed them: a command here, the engine, or another process.
type Changed struct {
	Entity Entity
	IDs    []int64 // nil: any of them may have changed
}
