// Package report writes an assess.Report in the formats that people and programs read.
package report

import (
	"encoding/json"
	"io"

	"github.com/crosswalk-db/crosswalk/assess"
)

// JSON writes report.json: indented, with a final newline, the same bytes for the same report.
func JSON(w io.Writer, r *assess.Report) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
