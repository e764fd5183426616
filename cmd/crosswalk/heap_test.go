package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestLetHeapGrow: the limit is for the first collection alone; with it for good, a schema that needs more than
// heapBeforeCollection would be collected without end.
func TestLetHeapGrow(t *testing.T) {
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	letHeapGrow()
	if limit := debug.SetMemoryLimit(-1); limit != heapBeforeCollection {
		t.Fatalf("in front of the first collection the limit is %d, expected %d", limit, heapBeforeCollection)
	}
	runtime.GC()
	for range 100 {
		if debug.SetMemoryLimit(-1) == math.MaxInt64 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100); limit != math.MaxInt64 || percent != heapGrowth {
		t.Fatalf("behind the first collection: limit %d, GOGC %d; expected none and %d", limit, percent, heapGrowth)
	}
}

// TestLetHeapGrowOfUser: what a user has set holds.
func TestLetHeapGrowOfUser(t *testing.T) {
	t.Setenv("GOGC", "50")
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	letHeapGrow()
	if percent := debug.SetGCPercent(50); percent != 50 {
		t.Fatalf("GOGC=50 became %d", percent)
	}
}
