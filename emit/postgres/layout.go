package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
)

// surroundings are the artifacts that no object of the source stands for: schemas, roles that grants name, the
// run-time library.
func (em *emitter) surroundings(arts []*ir.Artifact, helpers []string) []*ir.Artifact {
	list := missingRoles(arts)
	var b strings.Builder
	var names []string
	for _, s := range em.neededSchemas(arts, helpers) {
		if createsName(arts, "schema:"+quoteIdent(s)) {
			continue
		}
		b.WriteString("CREATE SCHEMA IF NOT EXISTS " + quoteIdent(s) + ";\n")
		names = append(names, "schema:"+quoteIdent(s))
	}
	if len(names) > 0 {
		list = append(list, &ir.Artifact{File: "schemas.sql", Stage: ir.StageSchema, SQL: b.String(), Names: names})
	}
	var ext strings.Builder
	for _, x := range usedExtensions(arts) {
		ext.WriteString("CREATE EXTENSION IF NOT EXISTS " + quoteIdent(x) + ";\n")
	}
	if ext.Len() > 0 {
		list = append(list, &ir.Artifact{File: "extensions.sql", Stage: ir.StageExtension, SQL: ext.String()})
	}
	if c := em.collations(arts); c != nil {
		list = append(list, c)
	}
	if len(helpers) > 0 {
		if sql := em.runtimeLibrary(helpers); sql != "" {
			list = append(list, &ir.Artifact{File: "runtime.sql", Stage: ir.StageRuntime, SQL: sql})
		}
	}
	return list
}

// createsName tells whether an artifact creates a name.
func createsName(arts []*ir.Artifact, name string) bool {
	for _, a := range arts {
		for _, n := range a.Names {
			if n == name {
				return true
			}
		}
	}
	return false
}

// neededSchemas are the schemas that something is created in.
func (em *emitter) neededSchemas(arts []*ir.Artifact, helpers []string) []string {
	set := map[string]bool{}
	for _, a := range arts {
		if a.Object == nil {
			continue
		}
		if s := em.schemaName(em.homeSchema(a.Object)); s != "" && created(a.Object) {
			set[s] = true
		}
		pk, ok := a.Object.(*ir.Package)
		if g, is := a.Object.(*ir.Grant); is {
			pk, ok = g.Decl.(*ir.Package)
		} else if !ok {
			pk, ok = a.Object.Obj().Parent.(*ir.Package)
		}
		if ok {
			if s := em.packageSchemaName(pk); s != "" {
				set[s] = true
			}
		}
	}
	if len(helpers) > 0 || len(usedNeeds(arts, "collation:")) > 0 {
		set[em.runtimeSchema()] = true
	}
	delete(set, "public")
	return sorted(set)
}

// usedHelpers are the run-time functions that the output calls.
func usedHelpers(arts []*ir.Artifact) []string { return usedNeeds(arts, needHelper) }

// usedExtensions are the extensions that the output needs.
func usedExtensions(arts []*ir.Artifact) []string { return usedNeeds(arts, needExtension) }

func usedNeeds(arts []*ir.Artifact, prefix string) []string {
	set := map[string]bool{}
	for _, a := range arts {
		for _, n := range a.Needs {
			if s, ok := strings.CutPrefix(n, prefix); ok {
				set[s] = true
			}
		}
	}
	return sorted(set)
}

// Layout makes the files of an output, with the script that installs them: path, slash separated, to content.
func Layout(out *emit.Output, _ emit.Options) map[string]string {
	files := map[string]string{}
	var list, manual []string
	for _, a := range out.Artifacts {
		if old, ok := files[a.File]; ok {
			files[a.File] = old + "\n" + a.SQL
			continue
		}
		files[a.File] = a.SQL
		if a.Stage == ir.StageManual {
			manual = append(manual, a.File)
		} else {
			list = append(list, a.File)
		}
	}
	files["install.sql"] = installScript(list, manual)
	return files
}

// installScript includes all files in order. Bodies are not checked while they load, since they may name what comes
// later. Scripts that run code are named only.
func installScript(list, manual []string) string {
	var b strings.Builder
	b.WriteString("-- Installs the schema in one transaction:\n--   psql -v ON_ERROR_STOP=1 -1 -f install.sql\n\n")
	b.WriteString("SET client_min_messages = warning;\nSET check_function_bodies = off;\n\n")
	for _, f := range list {
		b.WriteString(`\ir ` + psqlPath(f) + "\n")
	}
	if len(manual) > 0 {
		b.WriteString("\n-- Scripts that run code: read them, and run those that the new database needs.\n")
	}
	for _, f := range manual {
		b.WriteString(`-- \ir ` + psqlPath(f) + "\n")
	}
	return b.String()
}

// psqlPath quotes what psql would read as more than a word.
func psqlPath(s string) string {
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("_./-", c)) {
			return "'" + strings.ReplaceAll(s, "'", "''") + "'"
		}
	}
	return s
}
