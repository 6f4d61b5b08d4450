// Package input is what a person types into custom fields, without a window:
// how the values of a field are shown for typing, what may be typed, what is
// sent of it, and what is wrong with it in the person's language. Everything
// in it is plain values and safe for concurrent use.
package input
