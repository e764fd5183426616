package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/assess/report"
	"github.com/crosswalk-db/crosswalk/cmd/config"
	"github.com/crosswalk-db/crosswalk/cmd/gitbase"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
)

// reportFlags are the flags of every verb that reports.
type reportFlags struct {
	out                                       outputs
	base, baseline, writeBaseline, linkPrefix string
	scope                                     assess.Scope
}

func (f *reportFlags) register(fl *pflag.FlagSet) {
	fl.Var(outputFlag{&f.out, true}, "format", "report to write: html, md, json, sarif, gitlab, junit, csv or text; its --out behind it; repeatable")
	fl.StringVar(&f.base, "base", "", "compare with the merge base of HEAD and this commit or branch, in git")
	fl.StringVar(&f.baseline, "baseline", "", "compare with a baseline, or a report.json")
	fl.StringVar(&f.writeBaseline, "write-baseline", "", "write a baseline to this file")
	fl.StringVar(&f.linkPrefix, "link-base", "", "address of the repository's files at this commit, for links in reports (default: what GitHub and GitLab say in CI)")
	fl.StringSliceVar(&f.scope.Paths, "path", nil, "report only objects of files that match this pattern, as db/hr/**; repeatable")
	fl.StringSliceVar(&f.scope.Schemas, "schema", nil, "report only objects of this schema; repeatable")
	fl.StringSliceVar(&f.scope.Kinds, "kind", nil, "report only objects of this kind, as table; repeatable")
	fl.StringSliceVar(&f.scope.Objects, "object", nil, "report only objects of this name, as HR.EMP*; repeatable")
}

// check tells, before anything is read, what cannot work.
func (f *reportFlags) check(c *config.Config, paths []string) ([]assess.Gate, error) {
	gates, err := assess.ParseGates(c.FailOn)
	if err != nil {
		return nil, fmt.Errorf("--fail-on: %w", err)
	}
	if f.base != "" && f.baseline != "" {
		return nil, errors.New("--base and --baseline are two answers to one question: give one of them")
	}
	for _, g := range gates {
		if g.NeedsBase() && f.base == "" && f.baseline == "" {
			return nil, fmt.Errorf("--fail-on %s compares: give --base BRANCH, or --baseline FILE", g)
		}
	}
	for _, p := range paths {
		if p == "-" && f.base != "" {
			return nil, errors.New("--base compares files in git: name files or folders, not standard input; or compare with --baseline FILE")
		}
	}
	return gates, nil
}

// comparison is what a report is compared with; nil for nothing.
type comparison struct {
	snapshot    *assess.Snapshot
	ref, commit string
}

// compareWith reads the baseline, or assesses the base.
func (f *reportFlags) compareWith(ctx context.Context, o pipeline.Options, c *config.Config) (*comparison, error) {
	if f.baseline != "" {
		file, err := os.Open(f.baseline)
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("--baseline %s: no such file; make it with --write-baseline %s on the branch to compare with", f.baseline, f.baseline)
		}
		if err != nil {
			return nil, fmt.Errorf("--baseline: %w", err)
		}
		defer file.Close()
		s, err := assess.ReadSnapshot(file)
		if err != nil {
			return nil, fmt.Errorf("--baseline %s: %w", f.baseline, err)
		}
		return &comparison{s, f.baseline, ""}, nil
	}
	if f.base == "" {
		return nil, nil
	}
	s, commit, err := assessBase(ctx, f.base, o, c)
	if err != nil {
		return nil, fmt.Errorf("--base %s: %w", f.base, err)
	}
	return &comparison{s, f.base, commit}, nil
}

// document makes the document that all formats write, and says which gates it does not pass.
func (f *reportFlags) document(ctx context.Context, res *pipeline.Result, with *comparison, gates []assess.Gate) (*report.Document, []string) {
	if with != nil {
		assess.Compare(res.Report, with.snapshot, with.ref, with.commit)
	}
	failed := assess.Fails(gates, res.Report)
	return &report.Document{Report: res.Report, Sources: res.Sources, Outputs: res.Files, Failed: failed, Version: version(),
		Links: f.links(ctx)}, failed
}

// links finds where the sources can be read, from what CI systems say about themselves.
func (f *reportFlags) links(ctx context.Context) report.Links {
	var l report.Links
	if r, err := gitbase.Open(ctx, "."); err == nil {
		l.Prefix = r.Prefix
	}
	env := os.Getenv
	switch {
	case f.linkPrefix != "":
		l.Base = f.linkPrefix
	case env("GITHUB_REPOSITORY") != "" && env("GITHUB_SHA") != "":
		sha := env("GITHUB_SHA")
		if head := env("CROSSWALK_HEAD_SHA"); head != "" {
			sha = head // a pull request's GITHUB_SHA is a merge that nobody can open
		}
		l.Base = env("GITHUB_SERVER_URL") + "/" + env("GITHUB_REPOSITORY") + "/blob/" + sha
	case env("CI_PROJECT_URL") != "" && env("CI_COMMIT_SHA") != "":
		l.Base = env("CI_PROJECT_URL") + "/-/blob/" + env("CI_COMMIT_SHA")
	}
	return l
}

// write writes reports to their files, and the baseline.
func (f *reportFlags) write(cmd *cobra.Command, d *report.Document, list []output) error {
	for _, o := range list {
		for _, p := range o.format.Parts {
			if err := writePart(cmd, d, o, p); err != nil {
				return fmt.Errorf("--format %s: %w", o.format.Name, err)
			}
		}
	}
	if f.writeBaseline == "" {
		return nil
	}
	if err := toFile(f.writeBaseline, d.Snapshot().Write); err != nil {
		return fmt.Errorf("--write-baseline: %w", err)
	}
	return nil
}

func writePart(cmd *cobra.Command, d *report.Document, o output, p report.Part) error {
	if o.file == "-" {
		return p.Write(cmd.OutOrStdout(), d)
	}
	return toFile(partName(o.file, p), func(w io.Writer) error { return p.Write(w, d) })
}

// toFile writes a file whole or not at all: a report that is cut off would be taken for a short one.
func toFile(name string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	if dir := filepath.Dir(name); dir != "." {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".crosswalk-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.Write(b.Bytes()); err == nil {
		err = tmp.Chmod(0o644)
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// passed tells on standard error which gates failed.
func passed(cmd *cobra.Command, failed []string) error {
	if len(failed) == 0 {
		return nil
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "crosswalk: does not pass: "+strings.Join(failed, "; "))
	return errFailOn
}

// version is what this binary was built from.
func version() string {
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		return b.Main.Version
	}
	return "(devel)"
}
