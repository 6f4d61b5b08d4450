// Package conformance shows the sandbox to clients that other people wrote:
// the npm packages @shevernitskiy/amo and amocrm-js, of fixed versions and
// unchanged, sign in to it and use it as they would amoCRM.
//
// Both have amoCRM's hosts built in and speak TLS. A reverse proxy with a
// certificate of its own stands before the sandbox; Node is told to trust it,
// and to open connections to amoCRM's hosts there. Nothing else is touched:
// the clients ask for https://nurmebel.amocrm.ru and are answered by it.
//
// The tests need Node 18 or newer, npm and, once, its registry, so they stand
// behind a build tag:
//
//	go test -tags conformance ./amo/sandbox/conformance/
//
// The packages are kept in the user's cache folder, or in the folder that
// VORONKA_CONFORMANCE_CACHE names.
package conformance
