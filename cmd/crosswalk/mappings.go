package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/emit/dms"
	"github.com/crosswalk-db/crosswalk/replicate/settings"
)

// mappingFlags are those of mappings and of its sub-verbs that read a schema.
type mappingFlags struct {
	convertFlags
	sourceSchema, targetSchema string
	excludeTables, filters     []string
	partitions                 []string
	split                      int
	noLoadOrder, noTypes       bool
	settings, workload         string
	findings                   string
	schema, table, out         string
	json                       bool
	infra                      infraFlags
}

func newMappings() *cobra.Command {
	f := &mappingFlags{}
	cmd := &cobra.Command{
		Use:   "mappings --from oracle --to postgres --out mappings.json PATH...",
		Short: "Write AWS DMS table mappings that fit the converted schema",
		Long: `Mappings converts the schema as convert does, writes no DDL, and makes the table-mapping document that moves the
data into it: by AWS DMS, by crosswalk replicate, or into crosswalk check. Names and types are those of the DDL. What
the migration will trip over is told as findings CW40xx; crosswalk explain CW4000 explains one.`,
		Example: `  crosswalk mappings --from oracle --to postgres --out mappings.json schema/
  crosswalk mappings --from oracle --to postgres --out mappings.json --split 4 --settings task-settings.json --terraform infra/ schema/
  crosswalk mappings lint mappings.json --from oracle --to postgres --schema schema/
  crosswalk mappings explain mappings.json --from oracle --to postgres --schema schema/ --table HR.EMPLOYEES`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.generate(cmd, args) },
	}
	fl := cmd.Flags()
	f.registerReading(fl)
	fl.StringVarP(&f.out, "out", "o", "", "the document to write; with --split, -1, -2 … is put in front of its extension")
	f.schemaFlags(cmd)
	fl.StringSliceVar(&f.filters, "filter", nil, "rows to select, as 'HR.EMPLOYEES:HIRE_DATE >= 2020-01-01'; repeatable, joined by AND")
	fl.StringArrayVar(&f.partitions, "partitions", nil, "of an Oracle table, the partitions that DMS loads, as 'HR.SALES:P2023,P2024'; repeatable. All are loaded by default")
	fl.IntVar(&f.split, "split", 1, "number of tasks to divide the tables over; tables that foreign keys join stay together")
	fl.BoolVar(&f.noLoadOrder, "no-load-order", false, "no load-order for tables that others refer to")
	fl.BoolVar(&f.noTypes, "no-types", false, "no change-data-type rules")
	f.sizes.register(cmd)
	fl.StringVar(&f.settings, "settings", "", "also write task settings to this file")
	fl.StringVar(&f.workload, "workload", "small", "what the settings are tuned for: small, large or lob")
	fl.StringVar(&f.findings, "findings", "", "also write the findings as JSON to this file")
	f.infra.register(cmd)
	cmd.AddCommand(newMappingsLint(), newMappingsExplain())
	return cmd
}

// schemaFlags are those that say what the tables of the schema are called.
func (f *mappingFlags) schemaFlags(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.sourceSchema, "source-schema", "", "schema of the tables whose scripts name none, as the source spells it")
	fl.StringVar(&f.targetSchema, "target-schema", "", "schema that those land in (default public)")
	fl.StringSliceVar(&f.excludeTables, "exclude-table", nil, "table to leave out: SCHEMA.TABLE or TABLE, * is a wildcard; repeatable")
}

// options puts the flags together.
func (f *mappingFlags) dmsOptions(o pipeline.Options) (dms.Options, error) {
	d := dms.Options{Source: o.From, Target: o.To, SourceSchema: f.sourceSchema, TargetSchema: f.targetSchema, Exclude: f.excludeTables,
		Split: f.split, LoadOrder: !f.noLoadOrder, NoTypes: f.noTypes}
	for _, s := range f.filters {
		rf, err := dms.ParseFilter(s)
		if err != nil {
			return d, fmt.Errorf("--filter %q: %w", s, err)
		}
		d.Filters = append(d.Filters, rf)
	}
	for _, s := range f.partitions {
		l, err := dms.ParsePartitions(s)
		if err != nil {
			return d, fmt.Errorf("--partitions %q: %w", s, err)
		}
		d.Partitions = append(d.Partitions, l)
	}
	d.Stats = o.Stats
	return d, nil
}

// convert runs the conversion and makes the mappings.
func (f *mappingFlags) convert(cmd *cobra.Command, paths []string) (*pipeline.Result, *dms.Result, error) {
	o, _, err := f.options(cmd, paths)
	if err != nil {
		return nil, nil, err
	}
	d, err := f.dmsOptions(o)
	if err != nil {
		return nil, nil, err
	}
	if !f.quiet {
		p := newProgress(cmd.ErrOrStderr())
		o.Progress = p.update
		defer p.clear()
	}
	letHeapGrow()
	res, err := pipeline.Run(cmd.Context(), o)
	if res != nil {
		tell(cmd.ErrOrStderr(), res.Problems)
	}
	if err != nil {
		return nil, nil, err
	}
	made, err := pipeline.Mappings(res, d)
	if err != nil || f.sizes.source == "" {
		return res, made, err
	}
	if d.Stats, err = f.sizes.measure(cmd, made.Tables, d.Stats); err != nil {
		return nil, nil, err
	}
	made, err = pipeline.Mappings(res, d)
	return res, made, err
}

func (f *mappingFlags) generate(cmd *cobra.Command, args []string) error {
	switch {
	case f.out == "":
		return errors.New("--out is missing: name the document to write, as --out mappings.json")
	case f.split < 1:
		return fmt.Errorf("--split %d: write 1 or more", f.split)
	}
	set, _, err := settings.For(settings.Workload(f.workload), 0)
	if err != nil {
		return fmt.Errorf("--workload: %w", err)
	}
	res, made, err := f.convert(cmd, args)
	if err != nil {
		return err
	}
	taskSettings, err := set.JSON()
	if err != nil {
		return err
	}
	files := map[string][]byte{}
	for i, t := range made.Tasks {
		files[f.taskFile(i, len(made.Tasks))] = t.Mappings
	}
	if f.settings != "" {
		files[f.settings] = taskSettings
	}
	if f.findings != "" {
		if files[f.findings], err = findingsJSON(made); err != nil {
			return err
		}
	}
	module, err := f.infra.write(f, res.Schema.Source, made, taskSettings, files)
	if err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(name, b, 0o644); err != nil {
			return err
		}
	}
	if err := f.infra.writeModule(module); err != nil {
		return err
	}
	f.summary(cmd, made)
	return nil
}

// taskFile is the name of a task's document: mappings.json, or mappings-2.json.
func (f *mappingFlags) taskFile(i, n int) string {
	if n == 1 {
		return f.out
	}
	ext := filepath.Ext(f.out)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(f.out, ext), i+1, ext)
}

func (f *mappingFlags) summary(cmd *cobra.Command, made *dms.Result) {
	for _, x := range made.Findings.Items {
		if !f.quiet || x.Code.Severity > 0 {
			fmt.Fprintln(cmd.ErrOrStderr(), x.String())
		}
	}
	if f.quiet {
		return
	}
	for i, t := range made.Tasks {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %d tables by %d rules\n", f.taskFile(i, len(made.Tasks)), len(t.Tables), t.Rules)
	}
	if len(made.Tasks) < f.split {
		fmt.Fprintf(cmd.OutOrStdout(), "foreign keys leave %d group(s) of tables: --split %d makes %d tasks\n", len(made.Tasks), f.split, len(made.Tasks))
	}
}

// findingsJSON writes findings in the shape that report.json has them.
func findingsJSON(made *dms.Result) ([]byte, error) {
	type finding struct {
		Code     string `json:"code"`
		Severity string `json:"severity"`
		File     string `json:"file"`
		Line     int    `json:"line"`
		Column   int    `json:"column"`
		Message  string `json:"message"`
	}
	list := []finding{}
	for _, x := range made.Findings.Items {
		file, line, col := x.Span.Pos()
		list = append(list, finding{x.Code.ID, x.Code.Severity.String(), file, line, col, x.Message})
	}
	b, err := json.MarshalIndent(map[string]any{"findings": list}, "", "  ")
	return append(b, '\n'), err
}
