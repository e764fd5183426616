package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/crosswalk-db/crosswalk/assess/report"
	"github.com/crosswalk-db/crosswalk/cmd/config"
	"github.com/crosswalk-db/crosswalk/cmd/outdir"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

type convertFlags struct {
	from, to, config, profile, nameCase, packages, failOn, encoding, verify string
	version                                                                 int
	exclude                                                                 []string
	define, flags                                                           map[string]string
	orafce, quiet                                                           bool
	cache                                                                   string
	unitTimeout                                                             time.Duration
	reports                                                                 reportFlags
	migration                                                               bool
	sizes                                                                   measureFlags
}

func newConvert() *cobra.Command {
	f := &convertFlags{}
	cmd := &cobra.Command{
		Use:   "convert --from oracle|sqlserver --to postgres --out DIR PATH...",
		Short: "Convert schema files; write the target schema, install.sql and report.json",
		Long: `Convert reads SQL files, folders of them, or standard input (-), and writes a schema repository for the
target: one file an object in folders by kind, install.sql that loads all of it, and report.json.`,
		Example: `  crosswalk convert --from oracle --to postgres --out build/ schema/
  crosswalk convert --from oracle --to postgres --out build/ --verify schema/`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	fl := cmd.Flags()
	f.register(fl)
	fl.VarP(outputFlag{&f.reports.out, false}, "out", "o", "folder for the output, where only what Crosswalk wrote is replaced; behind a --format its file")
	return cmd
}

// register adds the flags of a verb that converts and reports.
func (f *convertFlags) register(fl *pflag.FlagSet) {
	f.registerReading(fl)
	fl.StringVar(&f.failOn, "fail-on", "", "exit with status 1 when there are: red, yellow (or red) objects, new-red or new-yellow findings, lost objects; comma separated")
	fl.StringVar(&f.verify, "verify", "", "load the result into a throw-away PostgreSQL, or with =URL into a scratch database on that server")
	fl.Lookup("verify").NoOptDefVal = "-"
	f.reports.register(fl)
	fl.BoolVar(&f.migration, "dms", false, "also report what a migration of the data by AWS DMS, or crosswalk replicate, will trip over: CW40xx")
	fl.StringVar(&f.sizes.stats, "dms-stats", "", "with --dms: CSV of measured sizes, as mappings --stats takes it")
}

// registerReading adds the flags that say how the sources are read and converted.
func (f *convertFlags) registerReading(fl *pflag.FlagSet) {
	fl.StringVar(&f.from, "from", "", "source dialect: oracle or sqlserver")
	fl.StringVar(&f.to, "to", "", "target: postgres")
	fl.StringVar(&f.config, "config", "", "configuration file (default crosswalk.yaml, where there is one)")
	fl.IntVar(&f.version, "target-version", 0, "major version of the target, 13 to 17 (default 15)")
	fl.StringVar(&f.profile, "types", "", "type profile: aws (default) or exact")
	fl.StringVar(&f.nameCase, "case", "", "names: lower (default) or keep")
	fl.StringVar(&f.packages, "packages", "", "a package becomes a schema (default), or a prefix of its routines' names")
	fl.StringVar(&f.encoding, "encoding", "", "encoding of the files (default UTF-8, or UTF-16 where obvious)")
	fl.StringSliceVar(&f.exclude, "exclude", nil, "pattern of paths to leave out, as **/test/**; repeatable")
	fl.StringToStringVar(&f.define, "define", nil, "value of a SQL*Plus or sqlcmd variable, as NAME=VALUE; repeatable")
	fl.StringToStringVar(&f.flags, "flag", nil, "value of a conditional compilation flag ($$NAME), as NAME=VALUE; repeatable")
	fl.BoolVar(&f.orafce, "orafce", false, "use the orafce extension instead of Crosswalk's run-time functions")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no summary and no progress")
	fl.DurationVar(&f.unitTimeout, "unit-timeout", pipeline.DefaultUnitTimeout, "give up parsing one statement after this long")
	fl.StringVar(&f.cache, "cache", "", "folder that keeps parsed files, so that only changed ones are parsed again")
}

// options merges the configuration with the flags, which win.
func (f *convertFlags) options(cmd *cobra.Command, args []string) (pipeline.Options, *config.Config, error) {
	c, err := config.Load(f.config)
	if err != nil {
		return pipeline.Options{}, nil, err
	}
	override := func(dst *string, v string) {
		if v != "" {
			*dst = v
		}
	}
	override(&c.From, f.from)
	override(&c.To, f.to)
	override(&c.Types.Profile, f.profile)
	override(&c.Names.Case, f.nameCase)
	override(&c.Names.Packages, f.packages)
	override(&c.FailOn, f.failOn)
	override(&c.Encoding, f.encoding)
	if f.version != 0 {
		c.Target.Version = f.version
	}
	c.Orafce = c.Orafce || f.orafce
	c.Exclude = append(c.Exclude, f.exclude...)
	c.Define = merged(c.Define, f.define)
	c.Flags = merged(c.Flags, f.flags)
	if err := c.Check(); err != nil {
		return pipeline.Options{}, nil, err
	}
	switch {
	case c.From == "":
		return pipeline.Options{}, nil, errors.New("--from is missing: name the source dialect, as --from oracle")
	case c.To == "":
		return pipeline.Options{}, nil, errors.New("--to is missing: name the target, as --to postgres")
	}
	if len(args) == 0 {
		return pipeline.Options{}, nil, errors.New("nothing to convert: name files or folders, or - for standard input")
	}
	sizes, err := f.sizes.read()
	if err != nil {
		return pipeline.Options{}, nil, err
	}
	o := pipeline.Options{Migration: f.migration, Stats: sizes, From: ir.Dialect(c.From), To: ir.Dialect(c.To), Paths: args, Stdin: cmd.InOrStdin(),
		Exclude: c.Exclude, Encoding: c.Encoding, Define: c.Define, Flags: c.Flags, Emit: c.Emit(),
		Verify: f.verify != "", UnitTimeout: f.unitTimeout, Cache: f.cache,
		Assess: pipeline.AssessOptions{Rules: c.Rules(), Effort: c.EffortModel(), Scope: f.reports.scope}}
	if f.verify != "-" {
		o.VerifyURL = f.verify
	}
	return o, c, nil
}

func merged(a, b map[string]string) map[string]string {
	if a == nil {
		return b
	}
	for k, v := range b {
		a[k] = v
	}
	return a
}

func (f *convertFlags) run(cmd *cobra.Command, args []string) error {
	o, c, err := f.options(cmd, args)
	if err != nil {
		return err
	}
	dir, list, err := f.reports.out.withFolder()
	if err != nil {
		return err
	}
	if dir == "" {
		return errors.New("--out is missing: name the folder for the output, in front of any --format")
	}
	j, err := f.judge(cmd, o, c)
	if err != nil {
		return err
	}
	files, list, err := intoFolder(j.doc, list)
	if err != nil {
		return err
	}
	if err := outdir.Write(dir, files); err != nil {
		return err
	}
	if err := f.reports.write(cmd, j.doc, list); err != nil {
		return err
	}
	f.remarks(cmd, j.res)
	if !f.quiet {
		report.Text(cmd.OutOrStdout(), j.res.Report, report.TextOptions{Color: isTerminal(cmd.OutOrStdout())})
	}
	if err := unreadError(j.unread, "converted"); err != nil {
		return err
	}
	return passed(cmd, j.failed)
}

// judged is a conversion with its report and the gates that it did not pass.
type judged struct {
	res    *pipeline.Result
	doc    *report.Document
	unread int
	failed []string
}

// judge converts, compares with what the flags name, and writes the report.
func (f *convertFlags) judge(cmd *cobra.Command, o pipeline.Options, c *config.Config) (j judged, err error) {
	gates, err := f.reports.check(c, o.Paths)
	if err != nil {
		return j, err
	}
	letHeapGrow()
	stop := f.progress(cmd, &o)
	defer stop()
	with, err := f.reports.compareWith(cmd.Context(), o, c)
	if err != nil {
		return j, err
	}
	j.res, err = pipeline.Run(cmd.Context(), o)
	stop()
	if j.unread, err = f.problems(cmd, j.res, err); err != nil {
		return j, err
	}
	j.doc, j.failed = f.reports.document(cmd.Context(), j.res, with, gates)
	return j, nil
}

// intoFolder gives the files of the output folder: the schema, report.json, and the reports for which no file is named,
// as report.html and so on. What is left of the list is written elsewhere.
func intoFolder(d *report.Document, list []output) (map[string]string, []output, error) {
	files := make(map[string]string, len(d.Outputs)+1)
	for name, text := range d.Outputs {
		files[name] = text
	}
	js, _ := report.Lookup("json")
	var rest []output
	for _, o := range append(list, output{format: js}) {
		if o.file != "" {
			rest = append(rest, o)
			continue
		}
		for _, p := range o.format.Parts {
			var b strings.Builder
			if err := p.Write(&b, d); err != nil {
				return nil, nil, fmt.Errorf("--format %s: %w", o.format.Name, err)
			}
			name := "report"
			if o.format.Ext == js.Ext && o.format.Name != js.Name {
				name = o.format.Name
			}
			files[partName(name+o.format.Ext, p)] = b.String()
		}
	}
	return files, rest, nil
}

// progress shows what is going on until the returned function is called.
func (f *convertFlags) progress(cmd *cobra.Command, o *pipeline.Options) (stop func()) {
	if f.quiet {
		return func() {}
	}
	p := newProgress(cmd.ErrOrStderr())
	o.Progress = p.update
	return p.clear
}

// problems tells what could not be read, and counts it.
func (f *convertFlags) problems(cmd *cobra.Command, res *pipeline.Result, err error) (unread int, _ error) {
	if res != nil {
		unread = tell(cmd.ErrOrStderr(), res.Problems)
	}
	return unread, err
}

// remarks tells what belongs to no object.
func (f *convertFlags) remarks(cmd *cobra.Command, res *pipeline.Result) {
	for _, in := range res.Report.Input {
		fmt.Fprintf(cmd.ErrOrStderr(), "crosswalk: %s:%d:%d: %s %s: %s\n", in.File, in.Line, in.Column, in.Severity, in.Code, in.Message)
	}
	for _, w := range res.Warnings {
		fmt.Fprintln(cmd.ErrOrStderr(), "crosswalk: "+w)
	}
}

func unreadError(unread int, rest string) error {
	if unread == 0 {
		return nil
	}
	return fmt.Errorf("%d of the inputs could not be read; the rest was %s", unread, rest)
}

// tell prints the problems of the input and counts those that are more than warnings.
func tell(w io.Writer, problems []source.Problem) (unread int) {
	for i := range problems {
		p := &problems[i]
		fmt.Fprintln(w, "crosswalk: "+p.Error())
		if !p.Warning {
			unread++
		}
	}
	return unread
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == ""
}

// progress shows one line on a terminal, from the second second on.
type progress struct {
	w     io.Writer
	on    bool
	start time.Time
	last  time.Time
	shown bool
}

func newProgress(w io.Writer) *progress {
	return &progress{w: w, on: isTerminal(w), start: time.Now()}
}

func (p *progress) update(stage string, done, total int) {
	now := time.Now()
	if !p.on || now.Sub(p.start) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	line := stage
	if total > 0 {
		line = fmt.Sprintf("%s %d of %d", stage, done, total)
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", line)
}

func (p *progress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
