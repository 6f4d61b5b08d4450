// Package e2e tries the real program: a window on a virtual display, moved by
// a mouse as a hand moves it, on a sandbox that is reached over HTTP. Its tests
// carry the build tag e2e and are run by `make e2e`.
package e2e
