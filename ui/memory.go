package ui

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	settled = 5 * time.Second // after start the board stands and its garbage is known
	spare   = 6 << 20         // bytes of heap that may lie idle
)

// tidy gives memory back to the system that the start, a first load or a long
// list has left behind, at most once a minute. Go keeps such memory for a
// window that may never need it again.
func (w *window) tidy() {
	timer := time.NewTimer(settled)
	defer timer.Stop()
	left := false
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-timer.C:
			if idleHeap() > spare {
				debug.FreeOSMemory()
			}
			if !left {
				left = true
				if err := leaveStartPages(); err != nil {
					w.p.Log.Warn("memory", "err", err)
				}
			}
			timer.Reset(time.Minute)
		}
	}
}

// idleHeap is how much of the heap holds nothing but is not given back, or
// holds what may be garbage by now.
func idleHeap() uint64 {
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/gc/heap/live:bytes"},
	}
	metrics.Read(samples)
	free, unused, objects, live := samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64(), samples[3].Value.Uint64()
	idle := free + unused
	if objects > live {
		idle += objects - live
	}
	return idle
}
