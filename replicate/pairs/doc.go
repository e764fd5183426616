// Package pairs tests the replicator with real servers, from each engine to each: what a task promises, whatever the engines
// are. What belongs to one engine alone is tested beside it; crashes are in package faults.
package pairs
