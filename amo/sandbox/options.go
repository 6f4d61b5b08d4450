package sandbox

import (
	"net/http"
	"time"
)

// DefaultLeads is how many leads an account has when Options.Leads is 0.
const DefaultLeads = 10_000

// Options says what account to make and how it behaves. The zero Options is
// an account of DefaultLeads leads without limits or faults that is kept in
// memory only.
type Options struct {
	// Leads is the number of leads in all statuses, 0 for DefaultLeads, below
	// 0 for none.
	Leads int
	// Contacts is the number of contacts, 0 for about four to five leads.
	Contacts int
	// Seed chooses the content, the ids of the integration and its token.
	Seed uint64
	// Limits are off when zero.
	Limits Limits
	// Faults are off when zero; they can be changed at run time.
	Faults Faults
	// SeedMode answers as the user's guide describes where that differs from
	// what is known of amoCRM: filter[status_id] works, colours and flags of
	// pipelines are taken leniently, webhooks are JSON, and a refresh ends the
	// old access token.
	SeedMode bool
	// Hooks is how webhooks are delivered.
	Hooks HookOptions
	// OAuth is how the sign-in behaves.
	OAuth OAuthOptions
	// BaseURL is the address in the answers' links, without a slash at the
	// end. Empty means the host each request came to.
	BaseURL string
	// Now is the clock, time.Now when nil. The limits use it as well.
	Now func() time.Time
	// StateFile keeps all changes across restarts when it is not empty. It
	// belongs to one running sandbox and to one Seed, Leads and Contacts;
	// New refuses a file that was made with others.
	StateFile string
}

// Limits are how fast one may ask; see DefaultLimits for amoCRM's figures. A
// figure of 0 switches that limit off. Time slides: a request is refused when
// as many were let through in the second (or minute) before it.
type Limits struct {
	PerSecond        int // of one integration
	PerMinute        int // of one integration; the user's guide names 100
	AccountPerSecond int // of all integrations together
	// BlockAfter refusals within a minute everything is answered with 403
	// for BlockFor.
	BlockAfter int
	BlockFor   time.Duration
	// RetryAfter adds that header, in seconds, to refusals; amoCRM is not
	// known to send it.
	RetryAfter time.Duration
}

// DefaultLimits are amoCRM's: 7 requests a second for an integration, 50 for
// the account, and a block for those who do not listen. After how many
// refusals it comes is not published; here it takes 50, and lasts a minute.
func DefaultLimits() Limits {
	return Limits{PerSecond: 7, AccountPerSecond: 50, BlockAfter: 50, BlockFor: time.Minute}
}

func (o Options) withDefaults() Options {
	switch {
	case o.Leads == 0:
		o.Leads = DefaultLeads
	case o.Leads < 0:
		o.Leads = 0
	}
	if o.Contacts == 0 {
		o.Contacts = o.Leads * 4 / 5
	}
	if o.Contacts < 0 {
		o.Contacts = 0
	}
	if o.SeedMode {
		o.OAuth.StrictRefresh = true
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// SecretHeader carries Credentials.ClientSecret in requests under /sandbox/.
const SecretHeader = "X-Sandbox-Secret"

var _ http.Handler = (*Server)(nil)
