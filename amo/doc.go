// Package amo is a client of the amoCRM REST API, version 4, and the types it
// speaks in.
//
// A [Client] calls one account. Its [Limiter] keeps to the limits of the
// server and lets a person's calls go before background work. Refusals are
// typed by what the caller can do about them; see [Error] and [Kind].
//
// Every entity remembers the JSON it was read from ([Source]), so that keys
// this version does not know survive being kept and written again, and only
// what was changed here is written differently.
package amo
