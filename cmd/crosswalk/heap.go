package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// heapBeforeCollection is how far memory grows before the first collection of garbage, in bytes. Nearly all that a
// conversion allocates lives until its end: in a schema of 60,000 lines the collections below this size took a tenth
// of the processor time and freed little.
const heapBeforeCollection = 256 << 20

// heapGrowth is GOGC behind the first collection: how far the heap grows over what is alive, in percent.
const heapGrowth = 100

// letHeapGrow puts the first collection off until the process has heapBeforeCollection bytes. It is for verbs that
// convert and end; what a user has set with GOGC or GOMEMLIMIT holds.
func letHeapGrow() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapBeforeCollection)
	// What nobody holds is found by the first collection.
	unheld := new([64]byte)
	runtime.AddCleanup(unheld, func(percent int) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(math.MaxInt64)
	}, heapGrowth)
}
