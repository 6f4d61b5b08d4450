// Package promise holds the product to what it promises: each promise has a
// test here or beside the code that keeps it, by the name TestPromiseNN…, run
// against a whole amoCRM (amo/sandbox) over HTTP with its faults. The comment
// of each test says which mechanism to switch off to see it fail.
//
//	P1  an edit that was shown survives a kill         here
//	P2  a create happens once                          here
//	P3  only touched fields are sent                   here
//	P4  one field, two people: never settled silently  cache/merge
//	P5  conflicts are visible and reversible           here
//	P6  order per entity, entities apart               here
//	P7  local ids become real everywhere               here
//	P8  one reads one's own writes                     here
//	P9  opening is not editing                         here
//	P10 limits are obeyed                              here
//	P11 nothing unsent is dropped silently             ui/account
//	P12 undo inside the hold means no request          here
//	P13 a deletion elsewhere is told                   here
//	P14 convergence                                    here
//	P15 no trust in the local clock                    here
package promise
