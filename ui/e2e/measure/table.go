package main

import (
	"fmt"

	"voronka/ui/e2e/driver"
)

// The budgets of the window, on a machine with two cores and no graphics
// hardware.
const (
	budgetReady      = 1.5 // times an empty window, at 10,000 leads
	budgetFrames     = 55  // a second
	budgetWaitP50    = 15  // ms
	budgetWaitP95    = 40  // ms
	budgetLive       = 150
	budgetIdle       = 0.5 // percent of a core over an empty window
	budgetMemory     = 60  // MB over an empty window, at 10,000 leads
	budgetMemoryMany = 150 // likewise, at 100,000
	manyLeads        = 50_000
	budgetLoadWait   = 4 // ms at p95 over an idle window
)

// print writes the figures of an account with the budgets beside them.
func (t taken) print(leads int, base rest) {
	fmt.Printf("\n%d leads\n", leads)
	memory := float64(budgetMemory)
	if leads > manyLeads {
		memory = budgetMemoryMany
	}
	most := func(name string, value, budget float64, unit string) {
		verdict := "kept"
		if value > budget {
			verdict = "OVER"
		}
		fmt.Printf("  %-34s %9.1f %-8s <= %-7.4g %s\n", name, value, unit, budget, verdict)
	}
	most(fmt.Sprintf("ready (%.0f ms)", t.readyMS), t.readyMS/base.readyMS, budgetReady, "x empty")
	most("live cards", float64(t.live), budgetLive, "")
	most(fmt.Sprintf("memory over empty (%.0f MB)", t.memoryMB), t.memoryMB-base.memoryMB, memory, "MB")
	fmt.Printf("  %-34s %9.1f MB\n", "of it private, not files", t.privateMB-base.privateMB)
	most(fmt.Sprintf("idle CPU over empty (%.1f %%)", t.idle), t.idle-base.idle, budgetIdle, "%")
	for _, act := range []struct {
		name string
		s    driver.Stats
	}{{"drag", t.drag}, {"scroll", t.scroll}, {"typing", t.typing}} {
		if act.s.FramesPerS > 0 {
			verdict := "kept"
			if act.s.FramesPerS < budgetFrames {
				verdict = "OVER"
			}
			fmt.Printf("  %-34s %9.1f %-8s >= %-7d %s\n", act.name+": frames", act.s.FramesPerS, "/s", budgetFrames, verdict)
		}
		most(act.name+": wait p50", act.s.StallMS.P50, budgetWaitP50, "ms")
		most(act.name+": wait p95", act.s.StallMS.P95, budgetWaitP95, "ms")
		fmt.Printf("  %-34s %9.1f ms\n", act.name+": wait, longest", act.s.StallMS.Max)
	}
	most(fmt.Sprintf("first load: wait p95 over idle (%.1f ms)", t.load.StallMS.P95), t.load.StallMS.P95-t.waits.StallMS.P95, budgetLoadWait, "ms")
	fmt.Printf("  %-34s %9.1f MB\n", "Go heap", t.heapMB)
}
