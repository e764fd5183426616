package postgres

// routineScope is what a routine's body knows while it is written.
type routineScope struct{}
