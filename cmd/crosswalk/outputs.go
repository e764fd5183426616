package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess/report"
)

// outputs are the values of --format and --out in the order of the command line: an --out belongs to the --format in
// front of it.
type outputs struct{ events []outputEvent }

type outputEvent struct {
	format bool
	value  string
}

// outputFlag is one of the two flags; it is a pflag.Value.
type outputFlag struct {
	all    *outputs
	format bool
}

func (f outputFlag) String() string { return "" }

func (f outputFlag) Type() string {
	if f.format {
		return "format"
	}
	return "path"
}

func (f outputFlag) Set(v string) error {
	if f.format {
		if _, ok := report.Lookup(v); !ok {
			var names []string
			for _, x := range report.Formats() {
				names = append(names, x.Name)
			}
			return fmt.Errorf("not one of %s", strings.Join(names, ", "))
		}
	} else if v == "" {
		return fmt.Errorf("name a file, or - for standard output")
	}
	f.all.events = append(f.all.events, outputEvent{f.format, v})
	return nil
}

// output is one report to write. An empty file is left to the verb.
type output struct {
	format report.Format
	file   string
}

// pair puts formats and files together; loose are the --out without a format in front of them.
func (o *outputs) pair() (list []output, loose []string) {
	open := false
	for _, e := range o.events {
		switch {
		case e.format:
			f, _ := report.Lookup(e.value)
			list = append(list, output{format: f})
			open = true
		case open:
			list[len(list)-1].file = e.value
			open = false
		default:
			loose = append(loose, e.value)
		}
	}
	return list, loose
}

// reportsOnly pairs for a verb that writes reports and nothing else: a file without a format in front of it goes to the
// first format without a file, or tells its format by its extension.
func (o *outputs) reportsOnly() ([]output, error) {
	list, loose := o.pair()
	for _, file := range loose {
		if !fill(list, file) {
			f, ok := byExtension(file)
			if !ok {
				return nil, fmt.Errorf("--out %s: name its format with --format in front of it", file)
			}
			list = append(list, output{f, file})
		}
	}
	toStdout := 0
	for i := range list {
		if list[i].file == "" {
			list[i].file = "-"
		}
		if list[i].file == "-" {
			if toStdout++; toStdout > 1 {
				return nil, fmt.Errorf("--format %s: only one report can go to standard output; name a file for each with --out behind its --format", list[i].format.Name)
			}
			if len(list[i].format.Parts) > 1 {
				return nil, fmt.Errorf("--format %s writes %d files: name the first with --out behind it", list[i].format.Name, len(list[i].format.Parts))
			}
		}
	}
	return list, nil
}

func fill(list []output, file string) bool {
	for i := range list {
		if list[i].file == "" {
			list[i].file = file
			return true
		}
	}
	return false
}

func byExtension(file string) (report.Format, bool) {
	for _, f := range report.Formats() {
		if strings.EqualFold(filepath.Ext(file), f.Ext) {
			return f, true
		}
	}
	return report.Format{}, false
}

// withFolder pairs for convert, where an --out without a format in front of it is the folder of the schema.
func (o *outputs) withFolder() (dir string, list []output, err error) {
	list, loose := o.pair()
	if len(loose) > 1 {
		return "", nil, fmt.Errorf("--out %s: the folder is %s already; for a report put its --format in front of --out", loose[1], loose[0])
	}
	if len(loose) == 1 {
		dir = loose[0]
	}
	return dir, list, nil
}

// partName is the file of a part: its suffix stands in front of the extension.
func partName(file string, p report.Part) string {
	ext := filepath.Ext(file)
	return strings.TrimSuffix(file, ext) + p.Suffix + ext
}
