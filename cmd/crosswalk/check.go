package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/checks"
	"github.com/crosswalk-db/crosswalk/checks/mysql"
	"github.com/crosswalk-db/crosswalk/checks/postgres"
	"github.com/crosswalk-db/crosswalk/checks/report"
	"github.com/crosswalk-db/crosswalk/cmd/checkplan"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
	"github.com/crosswalk-db/crosswalk/replicate/secret"
)

type checkFlags struct {
	databases
	mapping, format, out, state string
	task, controlSchema         string
	opts                        checks.Options
	watch                       bool
	interval, maxLag            time.Duration
}

func newCheck() *cobra.Command {
	f := &checkFlags{}
	cmd := &cobra.Command{
		Use:   "check --source URL --target URL --mapping FILE",
		Short: "Prove by checksum, row by row where needed, that the target holds what the source has",
		Long: `Check compares the tables that a DMS mapping document selects, by the names that it gives them. Each side hashes its
rows in the database; only what differs is fetched, and listed by key and column with both values.

URLs are postgres://, mysql:// or mariadb://. Give passwords by reference (--source-password env:NAME, file:PATH or
aws:SECRET#KEY), or whole URLs in CROSSWALK_SOURCE and CROSSWALK_TARGET: a command line can be read by other users of the
machine. Exit status: 0 all is equal, 1 something differs or could not be checked, 2 bad usage.`,
		Example: `  crosswalk check --source postgres://app@db1/hr --source-password env:PW --target mysql://app@db2 --target-password file:pw --mapping mappings.json
  crosswalk check ... --settle 10s --watch      # beside a running replication
  crosswalk check ... --repair`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	fl := cmd.Flags()
	f.databases.add(fl)
	fl.StringVar(&f.mapping, "mapping", "", "DMS table-mapping document")
	fl.StringVar(&f.task, "task", "", "the replication task that is running: what differs is looked at again once that has caught up")
	fl.StringVar(&f.controlSchema, "control-schema", "", "schema of that task's control tables on the target")
	fl.StringVar(&f.format, "format", "table", "table, json or html")
	fl.StringVarP(&f.out, "out", "o", "", "file for the result (default: standard output)")
	fl.StringVar(&f.state, "state", "", "file that remembers what was found equal: an interrupted check goes on there")
	fl.BoolVar(&f.opts.Repair, "repair", false, "make the target's rows as the source has them, by transaction, unless they changed meanwhile")
	fl.BoolVar(&f.watch, "watch", false, "check again and again until interrupted")
	fl.DurationVar(&f.interval, "interval", time.Minute, "time between two checks of --watch")
	fl.DurationVar(&f.opts.Settle, "settle", 0, "how long a difference must last, its source row unchanged, to be reported, where there is no --task (10s with --watch)")
	fl.DurationVar(&f.opts.Patience, "patience", 0, "how long to wait for rows that keep changing (default: ten times --settle, a minute with --task)")
	fl.IntVar(&f.opts.Threads, "threads", 2, "chunks at a time, each with a connection to both sides")
	fl.IntVar(&f.opts.ChunkRows, "chunk-rows", 100_000, "rows of a chunk")
	fl.DurationVar(&f.maxLag, "max-lag", 0, "pause while replicas of the source, or the source that is one, lag more than this")
	fl.Float64Var(&f.opts.Tolerance, "float-tolerance", 0, "relative difference of floats that counts as equal")
	fl.IntVar(&f.opts.MaxDiffs, "max-rows", 1000, "rows listed for a table; all are counted")
	fl.BoolVar(&f.opts.Stream, "stream", false, "hash here instead of in the databases: quicker where both are near")
	fl.BoolVar(&f.opts.Mask, "mask", false, "show where values differ, not the values")
	return cmd
}

func (f *checkFlags) run(cmd *cobra.Command) error {
	ctx := cmd.Context()
	if f.format != "table" && f.format != "json" && f.format != "html" {
		return fmt.Errorf("--format %s: not one of table, json, html", f.format)
	}
	if f.watch && f.opts.Settle == 0 && f.task == "" {
		f.opts.Settle = 10 * time.Second
	}
	src, tgt, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer src.DB.Close()
	defer tgt.DB.Close()
	pairs, err := f.pairs(cmd, src)
	if err != nil {
		return err
	}
	f.opts.Throttle = f.throttle(cmd, src)
	if f.task != "" {
		b, err := f.barrier(ctx)
		if err != nil {
			return err
		}
		defer b.close()
		f.opts.Synced = b.wait
	}
	if f.state != "" {
		j, err := openJournal(f.state, pairs, f.opts)
		if err != nil {
			return err
		}
		defer j.close()
		f.opts.Journal = j
	}
	for {
		p := newProgress(cmd.ErrOrStderr())
		var done int64
		f.opts.Progress = func(t *checks.TableResult, rows int64) {
			done += rows
			p.update(fmt.Sprintf("checked %d rows, at %s", done, t.Source), 0, 0)
		}
		res, err := checks.New(src, tgt, f.opts).Check(ctx, pairs)
		p.clear()
		if err != nil {
			if f.watch && ctx.Err() != nil {
				return nil
			}
			return err
		}
		if err := f.write(cmd, res); err != nil {
			return err
		}
		if f.watch && sleep(ctx, f.interval) == nil {
			continue
		}
		if !res.Proven() {
			return errFailOn
		}
		return nil
	}
}

func (f *checkFlags) open(ctx context.Context) (src, tgt *checks.Side, err error) {
	if src, err = openSide(ctx, "--source", f.source, true, 2*f.opts.Threads+2); err != nil {
		return nil, nil, err
	}
	if tgt, err = openSide(ctx, "--target", f.target, !f.opts.Repair, 2*f.opts.Threads+2); err != nil {
		src.DB.Close()
		return nil, nil, err
	}
	return src, tgt, nil
}

// openSide connects to one of the two databases. The source is opened for reading only.
func openSide(ctx context.Context, flag string, resolve func(context.Context) (string, error), readOnly bool, conns int) (*checks.Side, error) {
	url, err := resolve(ctx)
	if err != nil {
		return nil, err
	}
	var side *checks.Side
	switch scheme(url) {
	case "postgres", "postgresql":
		side, err = postgres.Open(ctx, url, readOnly, conns)
	case "mysql", "mariadb":
		side, err = mysql.Open(ctx, url, readOnly, conns)
	default:
		return nil, fmt.Errorf("%s: no URL of postgres://, mysql:// or mariadb://", flag)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, secret.Redact(err, url))
	}
	return side, nil
}

func (f *checkFlags) pairs(cmd *cobra.Command, src *checks.Side) ([]checks.Pair, error) {
	if f.mapping == "" {
		return nil, errors.New("--mapping is missing: name the document that crosswalk mappings wrote")
	}
	b, err := os.ReadFile(f.mapping)
	if err != nil {
		return nil, err
	}
	doc, problems := mapping.Parse(f.mapping, b)
	if problems.Failed() {
		return nil, problems.Err()
	}
	tables, err := src.Tables(cmd.Context(), src.DB, nil)
	if err != nil {
		return nil, fmt.Errorf("--source: read the catalogue: %w", err)
	}
	pairs, problems := checkplan.Pairs(doc, src.Name(), tables)
	if problems.Failed() {
		return nil, problems.Err()
	}
	for _, p := range problems {
		fmt.Fprintln(cmd.ErrOrStderr(), "crosswalk: "+p.String())
	}
	if len(pairs) == 0 {
		return nil, fmt.Errorf("%s selects no table of the source", f.mapping)
	}
	return pairs, nil
}

func (f *checkFlags) write(cmd *cobra.Command, res *checks.Result) error {
	w := cmd.OutOrStdout()
	var file *os.File
	if f.out != "" {
		var err error
		if file, err = os.Create(f.out); err != nil {
			return err
		}
		w = file
	}
	err := writeResult(w, f.format, res)
	if file != nil {
		err = errors.Join(err, file.Close())
		fmt.Fprintln(cmd.OutOrStdout(), report.Summary(res))
	}
	return err
}

func writeResult(w io.Writer, format string, res *checks.Result) error {
	switch format {
	case "json":
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(res)
	case "html":
		return report.HTML(w, res)
	}
	return report.Text(w, res)
}

// throttle waits while replicas lag, nil without --max-lag. A source that has nothing to tell about lag is not waited for, which
// is said once.
func (f *checkFlags) throttle(cmd *cobra.Command, src *checks.Side) func(context.Context) error {
	if f.maxLag <= 0 {
		return nil
	}
	var told sync.Once
	return func(ctx context.Context) error {
		for {
			lag, known, err := src.Lag(ctx, src.DB)
			if err != nil {
				return fmt.Errorf("--max-lag: read the lag of replicas: %w", err)
			}
			if !known {
				told.Do(func() {
					fmt.Fprintln(cmd.ErrOrStderr(), "crosswalk: --max-lag: the source tells of no replica that lags: the check does not pause")
				})
			}
			if lag <= f.maxLag {
				return nil
			}
			if err := sleep(ctx, time.Second); err != nil {
				return err
			}
		}
	}
}
