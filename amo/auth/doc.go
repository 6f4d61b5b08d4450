// Package auth signs in to amoCRM and keeps the tokens fresh.
//
// # Signing in
//
// [SignIn] goes the whole way: it listens on the redirect URI of the
// integration, opens the consent page in the browser, takes the answer there
// (or as pasted text), exchanges the code, and tells the browser how it ended.
// [SignInPasted] does without browser and listener. [ParseLongLived] reads a
// token that needs no sign-in at all.
//
// # Keeping tokens
//
// [Tokens] gives the access token of every request. A pair of tokens is worth
// one renewal only: the server forgets the old pair when it gives the new one,
// so a renewal made twice, or whose answer is not kept, cuts the account off.
// Therefore one renewal runs at a time, over all goroutines and, by
// [Store].Lock, all processes; it reads the stored pair again before it
// begins, is not stopped by its caller's impatience, and stores the new pair
// before anyone sees it. [Refresher] does the same ahead of time, hourly.
//
// # Errors
//
// [KindOf] sorts every error of the package by what a person can do about it;
// each kind is meant to have its own sentence. No error, log line or address
// made here holds a token, a code or a client secret.
package auth
