// Package failpoint marks the places where a crash would hurt most. In production nothing listens; the crash tests set
// Hook and kill the process there.
package failpoint

// Hook is called with the name of each place that is passed. Tests set it before anything runs.
var Hook func(place string)

// Here marks a place.
func Here(place string) {
	if Hook != nil {
		Hook(place)
	}
}
