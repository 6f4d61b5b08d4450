// Package sandbox is an amoCRM account on this machine: an http.Handler that
// answers API v4 as the real service does, over a made-up account of a
// furniture trader in Tashkent.
//
// It is faithful where clients stumble: empty answers instead of empty lists,
// filters and orders that are ignored without a word, refusals of whole
// batches, HTML instead of JSON when one asks too fast, objects that look
// different in the trash. It keeps state: what is written is read back, and
// with Options.StateFile also after the process was killed.
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
// the token, then at the route; a handler reads the state under a lock and
// renders the answer into memory, and only then is it sent. A write is
// validated against copies of the rows it names and either all of its models
// are applied or none, first to the state file and then to memory.
//
// # Where amoCRM is not documented
//
// Some behaviour nobody has published. Here a write of a missing or trashed
// id is refused with NotSupportedChoice on "id"; every accepted PATCH moves
// updated_at, also one that changes nothing; tasks move closest_task_at of
// their entity, but not its updated_at; a pipeline alone moves an open lead to
// that pipeline's first status; the status of incoming leads cannot be
// entered; a loss reason is dropped unless the status is 143; budgets are 0 to
// 2147483647 and outside of that InvalidRange, a name of our own; [] and empty
// values clear a custom field as null does; a missing user is 404, a missing
// task 204; refused requests do not count towards the limits, only towards
// the block.
//
// # Hooks for tests
//
// What a person does in amoCRM's own pages, the API cannot do: change a lead
// under another name, move it to the trash and back. Those, the clock, the
// log of requests, the faults and the limits are methods of Server, and
// also a small HTTP interface under /sandbox/ that asks for the client secret
// in the header X-Sandbox-Secret.
package sandbox
