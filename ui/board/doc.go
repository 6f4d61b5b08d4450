// Package board is the pipeline kanban: a column per status over the local
// replica, virtual in both directions, with drag and drop.
//
// A frame on a machine without a GPU costs filled pixels and visible objects,
// so the board draws little: the window's clear colour is the background, a
// card's fill is one shared bitmap drawn pixel for pixel, texts are plain
// canvas texts that were fitted to the width once, and only the cards on
// screen exist as objects. A column recycles its card faces in a ring: a
// scroll step moves them and gives new content to the few that wrapped round.
//
// Everything here belongs to the UI goroutine. The replica is read and written
// on goroutines the board owns; answers come back through Params.Do and are
// dropped when a newer question was asked meanwhile.
package board
