// Package sandbox is an amoCRM account on this machine: an http.Handler that
// answers API v4 and OAuth as the real service does, over a made-up account
// of a furniture trader in Tashkent.
//
// It is faithful where clients stumble: empty answers instead of empty lists,
// filters and orders that are ignored without a word, refusals of whole
// batches, HTML instead of JSON when one asks too fast, objects that look
// different in the trash, refresh tokens that are good once. It keeps state:
// what is written is read back, and with Options.StateFile also after the
// process was killed. It takes no side: clients other people wrote are run
// against it in the package conformance.
//
// # Content
//
// The account grows from Options.Seed and is the same for the same seed,
// sizes and calendar day in Tashkent, so that pictures and tests can be
// repeated. Times are counted from the start of that day: tasks are overdue,
// due today, tomorrow or later whenever the sandbox is started.
//
// # A request's way
//
// ServeHTTP logs the request, applies Faults, then the limits, then looks at
// the host, the token and the route; a handler reads the state under a lock
// and renders the answer into memory, and only then is it sent. A write is
// validated against copies of the rows it names and either all of its models
// are applied or none. What changed is compared with what stood there: that
// gives the history (GET /events) and the webhooks, whoever made the change.
// Changed rows and their history go to the state file first and then to
// memory; a courier delivers the webhooks, with the retries and the rule by
// which amoCRM switches a hook off, by the account's own clock.
//
// # Sign-in
//
// GET /oauth is the consent page. It asks for no login, lists two accounts
// (the other one lives elsewhere: its callback names a foreign host, and its
// code is refused here as that of an "Invalid account") and works without
// scripts; its buttons are #allow and #refuse. The token endpoint takes JSON
// and forms. Codes, refresh tokens and the signing key grow from the seed, so
// a restarted sandbox knows its own again.
//
// # Names
//
// Clients that know amoCRM's own names may be led here: something in front
// that speaks TLS, and names that lead to it. Under such a name, and under any
// other when the front says X-Forwarded-Proto, links are https. The consent
// page may be asked for at www.amocrm.ru, and the look-up of an account at
// api-b.amocrm.ru; both name the account's own host.
//
// # Where amoCRM is not documented
//
// Some behaviour nobody has published. Here a write of a missing or trashed
// id is refused with NotSupportedChoice on "id"; every accepted PATCH moves
// updated_at, also one that changes nothing; tasks, notes and links do not
// move the updated_at of their entity; a pipeline alone moves an open lead to
// that pipeline's first status; the status of incoming leads cannot be
// entered; a loss reason is dropped unless the status is 143; budgets are 0 to
// 2147483647 and outside of that InvalidRange, a name of our own as NotUnique
// is; [] and empty values clear a custom field as null does; a missing user is
// 404, a missing task, note or event 204, a missing incoming lead 404; refused
// requests do not count towards the limits, only towards the block; another
// company takes the linked one's place, and unlinking the main contact makes
// the next one main; moving an incoming lead by hand accepts it; the main
// pipeline cannot be made an ordinary one but only replaced; subscribing anew
// switches a disabled webhook on; a webhook's answer that comes too late counts
// as 499. Event filters that are documented as impossible are 400. A whole number
// may be written with a point, and [] stands for an empty object where one is
// wanted. A catalog is never deleted and has no fields; elements, whose pages never
// name the next one, are deleted by Delete alone, and a webhook of amoCRM's own
// pages asks for them by add_catalog, update_catalog and delete_catalog; of a
// value of chained lists, the catalog must be one of the field's and have the
// element. Customers, sources and widgets there are none.
//
// # Hooks for tests
//
// What a person does in amoCRM's own pages, the API cannot do: change a lead
// under another name, move it to the trash and back, revoke a grant, switch the
// integration off, rename the account. Those, the clock, the log of requests,
// the faults and the limits are methods of Server, and also a small HTTP
// interface under /sandbox/ that asks for the client secret in the header
// X-Sandbox-Secret:
//
//	GET    /sandbox/state                         clock, sizes, faults, limits
//	GET    /sandbox/requests                      the log and the counters
//	DELETE /sandbox/requests                      empties both
//	POST   /sandbox/faults        SPEC            see ParseFaults
//	POST   /sandbox/clock         {"offset_seconds":N}
//	POST   /sandbox/limits        {"per_second":7,"per_minute":0,"account_per_second":50,"block_after":50,"block_for_seconds":60,"retry_after_seconds":0}
//	GET    /sandbox/oauth                         how the sign-in behaves, and the grants
//	POST   /sandbox/oauth         {"redirect_uri":…,"code_life_seconds":N,"access_life_seconds":N,"refresh_life_seconds":N,
//	                               "strict_refresh":false,"kommo":false,"break_popup":false,"referer":…}, or a part of it
//	POST   /sandbox/oauth/revoke        {"grant":N}, or {"long_lived":true}
//	POST   /sandbox/oauth/integration   {"enabled":false}, {"external":true}
//	POST   /sandbox/oauth/secret        makes a new one and answers with it
//	POST   /sandbox/oauth/move          see Move
//	GET    /sandbox/deliveries                    the attempts to deliver webhooks
//	POST   /sandbox/hooks         how they are delivered
//	POST   /sandbox/webhooks      {"destination":…,"settings":[…]}, see AddWebhook
//	POST   /sandbox/triggers      see Trigger
//	POST   /sandbox/ambush        see Ambush
//	POST   /sandbox/KIND/ID       what PATCH takes; ?user_id=N is who does it
//	POST   /sandbox/KIND/ID/delete, …/restore     likewise
package sandbox
