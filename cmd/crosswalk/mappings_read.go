package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

func newMappingsLint() *cobra.Command {
	f := &mappingFlags{}
	cmd := &cobra.Command{
		Use:   "lint FILE",
		Short: "Tell every mistake of a table-mapping document, with its line and rule-id",
		Long: `Lint reads a document as AWS DMS does and tells what DMS would reject, what it reads otherwise than it looks, and
what to write instead. With --schema it also applies the document to a schema: rules that reach nothing, two tables that
become one, names and columns that the converted DDL does not have.

Exit status 1: there are errors.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.lint(cmd, args[0]) },
	}
	f.reading(cmd)
	return cmd
}

func newMappingsExplain() *cobra.Command {
	f := &mappingFlags{}
	cmd := &cobra.Command{
		Use:   "explain FILE --schema PATH",
		Short: "Tell what each table and column becomes, and by which rule",
		Args:  cobra.ExactArgs(1),
		RunE:  func(cmd *cobra.Command, args []string) error { return f.explain(cmd, args[0]) },
	}
	f.reading(cmd)
	cmd.Flags().StringVar(&f.table, "table", "", "one table: SCHEMA.TABLE or TABLE, * is a wildcard")
	return cmd
}

func (f *mappingFlags) reading(cmd *cobra.Command) {
	f.registerReading(cmd.Flags())
	f.schemaFlags(cmd)
	cmd.Flags().StringVar(&f.schema, "schema", "", "schema files of the source, as convert takes them")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	f.quiet = true
}

// read reads the document and, with --schema, what it is applied to.
func (f *mappingFlags) read(cmd *cobra.Command, name string) (*mapping.Document, mapping.Problems, *pipeline.MappedSchema, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, nil, nil, err
	}
	doc, problems := mapping.Parse(name, src)
	if doc == nil || f.schema == "" {
		return doc, problems, nil, nil
	}
	f.split, f.noTypes = 1, true
	_, made, err := f.convert(cmd, []string{f.schema})
	if err != nil {
		return nil, problems, nil, err
	}
	return doc, problems, pipeline.ApplyMappings(doc, made), nil
}

func (f *mappingFlags) lint(cmd *cobra.Command, name string) error {
	_, problems, applied, err := f.read(cmd, name)
	if err != nil {
		return err
	}
	if applied != nil {
		problems = append(problems, applied.Problems...)
	}
	out := cmd.OutOrStdout()
	if f.json {
		if problems == nil {
			problems = mapping.Problems{}
		}
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		if err := e.Encode(problems); err != nil {
			return err
		}
	} else {
		for _, p := range problems {
			fmt.Fprintln(out, p)
		}
	}
	if problems.Failed() {
		return errFailOn
	}
	if !f.json && len(problems) == 0 {
		fmt.Fprintln(out, name+": no mistake found")
	}
	return nil
}

func (f *mappingFlags) explain(cmd *cobra.Command, name string) error {
	if f.schema == "" {
		return errors.New("--schema is missing: name the schema files that the document is applied to")
	}
	_, problems, applied, err := f.read(cmd, name)
	if err != nil {
		return err
	}
	if problems.Failed() {
		for _, p := range problems {
			fmt.Fprintln(cmd.OutOrStdout(), p)
		}
		return errFailOn
	}
	tables := applied.Explain(f.table)
	if len(tables) == 0 {
		return fmt.Errorf("--table %s: the schema has no such table", f.table)
	}
	if f.json {
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(tables)
	}
	for _, t := range tables {
		printExplained(cmd.OutOrStdout(), t)
	}
	if applied.Problems.Failed() {
		fmt.Fprintln(cmd.ErrOrStderr(), "crosswalk: the document has mistakes; crosswalk mappings lint tells them")
		return errFailOn
	}
	return nil
}

func printExplained(w io.Writer, t pipeline.ExplainedTable) {
	if !t.Selected {
		fmt.Fprintf(w, "%s is not replicated%s\n\n", t.Source, byRules(t.Rules))
		return
	}
	fmt.Fprintf(w, "%s becomes %s%s\n", t.Source, t.Target, byRules(t.Rules))
	for _, s := range t.Notes {
		fmt.Fprintln(w, "  "+s)
	}
	width := 0
	for _, c := range t.Columns {
		width = max(width, len(c.Source))
	}
	for _, c := range t.Columns {
		line := fmt.Sprintf("  %-*s  %s", width, c.Source, c.Effect)
		fmt.Fprintln(w, strings.TrimRight(line+byRules(c.Rules), " "))
	}
	fmt.Fprintln(w)
}

func byRules(ids []uint64) string {
	if len(ids) == 0 {
		return ""
	}
	var s []string
	for _, id := range ids {
		s = append(s, fmt.Sprint(id))
	}
	return "  [rule-id " + strings.Join(s, ", ") + "]"
}
