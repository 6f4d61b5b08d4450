// Package driver works a program's window from outside: a display, processes
// that can be killed, a mouse, eyes (package inspect's HTTP interface) and a
// camera. It waits for conditions and never for a time to pass.
package driver
