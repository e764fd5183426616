// Package faults holds no code: its tests kill the replicator, its servers and its connections while rows change, and
// then compare source and target. CROSSWALK_SOAK=N makes them kill N times.
package faults
