package batch

import (
	"encoding/xml"
	"path"
	"regexp"
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// A project of SQL Server Data Tools (.sqlproj) lists its files: Build items make up the database,
// a PreDeploy script runs before it and a PostDeploy script behind, None items are there to be
// included by these, or for people. A project in SDK style takes every file below it that it does
// not list otherwise (SQL Database Projects, Build and deployment scripts).

// role is what a project says of a file.
type role int

const (
	notListed role = iota
	none
	preDeploy
	build
	postDeploy
)

// project is a project file.
type project struct {
	file  *diag.File
	dir   string
	sdk   bool // takes what it does not list
	items []item
	// collation is the database's, "" where the project does not say; options hold for all its files.
	collation string
	options   options
}

// options are what a project says of the SET options in force while a file is compiled: the project's properties, and those
// of a single file below its item.
type options struct {
	quotedOff, nullsOff   bool
	saysQuoted, saysNulls bool
}

func (o *options) set(name, value string) {
	off := strings.EqualFold(value, "False") || strings.EqualFold(value, "Off")
	switch name {
	case "QuotedIdentifier":
		o.quotedOff, o.saysQuoted = off, true
	case "AnsiNulls":
		o.nullsOff, o.saysNulls = off, true
	}
}

// over gives the options of a file whose item says x.
func (o options) over(x options) options {
	if x.saysQuoted {
		o.quotedOff = x.quotedOff
	}
	if x.saysNulls {
		o.nullsOff = x.nullsOff
	}
	return o
}

type item struct {
	role    role
	options options
	name    string // slash path in lower case, perhaps a pattern
	pattern *source.Excluder
}

var roles = map[string]role{"Build": build, "None": none, "PreDeploy": preDeploy, "PostDeploy": postDeploy}

// readProject reads a project file; nil where it lists nothing and has no SDK style.
func readProject(f *diag.File) *project {
	p := &project{file: f, dir: path.Dir(f.Name)}
	dec := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(f.Text, "\ufeff")))
	dec.Strict = false
	property := "" // the element whose text comes
	inItem := 0    // how many items the element at hand made
	for {
		tok, err := dec.Token()
		if err != nil {
			break
		}
		switch t := tok.(type) {
		case xml.CharData:
			p.property(property, strings.TrimSpace(string(t)), inItem)
			continue
		case xml.EndElement:
			property = ""
			if _, ok := roles[t.Name.Local]; ok {
				inItem = 0
			}
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		property = start.Name.Local
		switch start.Name.Local {
		case "Project", "Sdk":
			for _, a := range start.Attr {
				p.sdk = p.sdk || (a.Name.Local == "Sdk" || a.Name.Local == "Name") && strings.HasPrefix(strings.ToLower(a.Value), "microsoft.build.sql")
			}
		default:
			if r, ok := roles[start.Name.Local]; ok {
				before := len(p.items)
				p.add(r, start.Attr)
				inItem = len(p.items) - before
			}
		}
	}
	if !p.sdk && !p.has(build) {
		return nil
	}
	return p
}

// property takes a property of the project, or of the last items. "1033, CS" is the form of ModelCollation, which says how the
// names of the model compare and is left alone.
func (p *project) property(name, value string, items int) {
	switch {
	case value == "":
	case name == "DefaultCollation":
		p.collation = value
	case items > 0:
		for i := len(p.items) - items; i < len(p.items); i++ {
			p.items[i].options.set(name, value)
		}
	default:
		p.options.set(name, value)
	}
}

func (p *project) add(r role, attrs []xml.Attr) {
	for _, a := range attrs {
		switch a.Name.Local {
		case "Include":
		case "Remove":
			r = none
		default:
			continue
		}
		for _, name := range strings.Split(a.Value, ";") {
			name = strings.ToLower(path.Clean(strings.ReplaceAll(strings.TrimSpace(name), "\\", "/")))
			i := item{role: r, name: path.Join(strings.ToLower(p.dir), name)}
			if strings.ContainsAny(name, "*?") {
				i.pattern, _ = source.NewExcluder([]string{name})
			}
			p.items = append(p.items, i)
		}
	}
}

func (p *project) has(r role) bool {
	for _, i := range p.items {
		if i.role == r {
			return true
		}
	}
	return false
}

// owns tells whether a file stands in the project's folder.
func (p *project) owns(name string) bool { return p.dir == "." || strings.HasPrefix(name, p.dir+"/") }

// roleOf gives what the project says of a file; the last item that names it wins.
func (p *project) roleOf(name string) role {
	r, _ := p.saysOf(name)
	return r
}

func (p *project) saysOf(name string) (role, options) {
	lower := strings.ToLower(name)
	r, o := notListed, p.options
	if p.sdk {
		r = build
	}
	for _, i := range p.items {
		if i.name == lower || i.pattern != nil && i.pattern.Match(strings.TrimPrefix(lower, strings.ToLower(p.dir)+"/")) {
			r, o = i.role, p.options.over(i.options)
		}
	}
	return r, o
}

// readProjects reads project files, those of inner folders first: the innermost decides.
func readProjects(files []*diag.File) []*project {
	var projects []*project
	for _, f := range files {
		if p := readProject(f); p != nil {
			projects = append(projects, p)
		}
	}
	sort.SliceStable(projects, func(i, j int) bool { return len(projects[i].dir) > len(projects[j].dir) })
	return projects
}

// arrange puts the files in the order in which they make up a database, and leaves out what projects
// and Flyway's names say is no part of it. Included files are read where they are included.
func arrange(files []*diag.File, projects []*project, problems *diag.List) []*diag.File {
	left := map[*project]int{}
	var first, middle, last []*diag.File
	for _, f := range files {
		switch p := ownerOf(projects, f.Name); {
		case p == nil:
			middle = append(middle, f)
		default:
			switch p.roleOf(f.Name) {
			case preDeploy:
				first = append(first, f)
			case build:
				middle = append(middle, f)
			case postDeploy:
				last = append(last, f)
			default:
				left[p]++
			}
		}
	}
	for _, p := range projects {
		if n := left[p]; n > 0 {
			problems.Add(diag.TsqlNotInProject, diag.Span{File: p.file, End: min(1, len(p.file.Text))},
				"%d SQL files below the project are no part of it; they are read only where another file includes them", n)
		}
	}
	return append(append(first, flyway(middle)...), last...)
}

func ownerOf(projects []*project, name string) *project {
	for _, p := range projects {
		if p.owns(name) {
			return p
		}
	}
	return nil
}

// flywayName matches V1.2__x.sql, U1.2__x.sql, R__x.sql (Flyway, Migrations, Naming).
var flywayName = regexp.MustCompile(`^([VUR])([0-9][0-9._]*)?__.*\.sql$`)

// flyway orders the migrations of a folder: versions by number, then the repeatable ones. Undo
// scripts are left out: they would take away what the migration made.
func flyway(files []*diag.File) []*diag.File {
	out := make([]*diag.File, 0, len(files))
	for i := 0; i < len(files); {
		j := i
		dir := path.Dir(files[i].Name)
		for j < len(files) && path.Dir(files[j].Name) == dir {
			j++
		}
		out = append(out, flywayFolder(files[i:j])...)
		i = j
	}
	return out
}

func flywayFolder(files []*diag.File) []*diag.File {
	var plain, versions, repeatable []*diag.File
	undo := 0
	for _, f := range files {
		m := flywayName.FindStringSubmatch(path.Base(f.Name))
		switch {
		case m == nil || m[1] != "R" && m[2] == "":
			plain = append(plain, f)
		case m[1] == "V":
			versions = append(versions, f)
		case m[1] == "R":
			repeatable = append(repeatable, f)
		default:
			undo++
		}
	}
	if len(versions) == 0 {
		return files
	}
	sort.SliceStable(versions, func(i, j int) bool { return lessVersion(versions[i].Name, versions[j].Name) })
	return append(append(plain, versions...), repeatable...)
}

// lessVersion compares the versions in two names, part by part.
func lessVersion(a, b string) bool {
	x, y := versionParts(a), versionParts(b)
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] {
			return len(x[i]) < len(y[i]) || len(x[i]) == len(y[i]) && x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// versionParts gives the numbers of a version without leading zeros.
func versionParts(name string) []string {
	m := flywayName.FindStringSubmatch(path.Base(name))
	parts := strings.FieldsFunc(m[2], func(r rune) bool { return r == '.' || r == '_' })
	for i, p := range parts {
		parts[i] = strings.TrimLeft(p, "0")
	}
	return parts
}
