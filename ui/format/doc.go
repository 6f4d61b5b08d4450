// Package format turns values into a person's words: sums, dates, times, the
// urgency of a task, initials, texts cut to a width. It decides once how
// Voronka writes them.
//
// Nothing here touches the screen, a clock or the network: what is now and
// what a text measures are given by the caller.
package format
