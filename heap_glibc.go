//go:build linux && cgo

package main

/*
#include <malloc.h>

// Other C libraries, musl for one, have no such knobs, and need none.
static void keep_heap(long bytes) {
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, bytes);
	mallopt(M_TOP_PAD, bytes / 4);
#endif
}
*/
import "C"

// heapKept is how much freed memory of C code stays with the program.
const heapKept = 16 << 20

// keepHeap tells the C library not to give the memory of each frame back to
// the kernel only to ask for it again in the next. Without graphics hardware
// Mesa takes some 10 MB for every frame and frees them when it is painted;
// taking them anew each time is two thirds of what the UI goroutine does in a
// drag.
func keepHeap() { C.keep_heap(heapKept) }
