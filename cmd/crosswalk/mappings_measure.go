package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/replicate/awsdms/livesource"
	"github.com/crosswalk-db/crosswalk/replicate/secret"
)

// measureFlags say where sizes of tables come from: a file, or the source itself.
type measureFlags struct{ stats, source, sourcePassword string }

func (f *measureFlags) register(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.stats, "stats", "", "CSV of measured sizes: schema,table,rows,min_key,max_key,max_lob_kb")
	fl.StringVar(&f.source, "source", "", "URL of the source database: measure rows, keys and large objects there; it reads every row of every table")
	fl.StringVar(&f.sourcePassword, "source-password", "", "reference to the source's password: env:NAME, file:PATH or aws:SECRET#KEY")
}

// read reads the file, where one is given.
func (f *measureFlags) read() (map[string]dms.Stats, error) {
	if f.stats == "" {
		return nil, nil
	}
	file, err := os.Open(f.stats)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return dms.ReadStats(f.stats, file)
}

// measure asks the source for the sizes of tables that the file does not tell. A table that cannot be read is told and
// counts as not measured.
func (f *measureFlags) measure(cmd *cobra.Command, tables []dms.TableInfo, known map[string]dms.Stats) (map[string]dms.Stats, error) {
	if secret.Exposed(f.source) {
		fmt.Fprintln(cmd.ErrOrStderr(), "warning: a password stands in the command line, where other users of this machine can read it: use --source-password")
	}
	u, err := resolved(cmd.Context(), "--source", f.source, f.sourcePassword)
	if err != nil {
		return nil, err
	}
	engine, db, err := openAny(cmd.Context(), u)
	if err != nil {
		return nil, fmt.Errorf("--source: %w", err)
	}
	defer db.Close()
	out, told := map[string]dms.Stats{}, map[string]bool{}
	for name, s := range known {
		out[name], told[tableKey(engine, name)] = s, true
	}
	for _, t := range tables {
		name := t.Schema + "." + t.Name
		if told[tableKey(engine, name)] || !t.Selected {
			continue
		}
		s, err := livesource.Measure(cmd.Context(), engine, db, measurable(t))
		if cmd.Context().Err() != nil {
			return nil, cmd.Context().Err()
		}
		if err != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "warning: not measured: %v\n", err)
			continue
		}
		out[name] = dms.Stats{Rows: s.Rows, MinKey: s.MinKey, MaxKey: s.MaxKey, HasKeys: s.HasKeys, MaxLobKB: s.MaxLobKB}
	}
	return out, nil
}

// measurable says what of a table can be measured. SQL has no length of a LONG.
func measurable(t dms.TableInfo) livesource.Measurable {
	m := livesource.Measurable{Schema: t.Schema, Table: t.Name}
	for _, c := range t.Columns {
		switch c.Type.Type {
		case "int1", "int2", "int4", "int8", "uint1", "numeric":
			if len(t.PrimaryKey) == 1 && t.PrimaryKey[0] == c.Name {
				m.Key = c.Name
			}
		case "blob", "clob", "nclob":
			kind := c.Type.Type
			if c.SourceType == "XMLTYPE" || c.SourceType == "SYS.XMLTYPE" {
				kind = "xml"
			}
			if c.SourceType != "LONG" && c.SourceType != "LONG RAW" && c.TargetName != "" && !c.Generated {
				m.Lobs = append(m.Lobs, livesource.Lob{Column: c.Name, Kind: kind})
			}
		}
	}
	return m
}

// tableKey is what a table is known by: SQL Server compares names without their case.
func tableKey(engine, name string) string {
	if engine == "sqlserver" {
		return strings.ToUpper(name)
	}
	return name
}
