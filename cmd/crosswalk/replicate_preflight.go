package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crosswalk-db/crosswalk/replicate"
)

// runPreflight looks at the task, and at the way back if asked, or prints what their users need.
func (f *replicateFlags) runPreflight(cmd *cobra.Command, grants, back bool, user string) error {
	ctx, out := cmd.Context(), cmd.OutOrStdout()
	dir := f.Dir
	if _, err := os.Stat(dir); err != nil {
		dir = os.TempDir() // nothing is made
	}
	say := func(format string, args ...any) { fmt.Fprintf(out, format+"\n", args...) }
	e, err := f.open(ctx, dir, func(s string) { fmt.Fprintln(out, s) })
	if err != nil {
		return err
	}
	defer e.close()
	var turned *ends
	if back {
		if turned, err = f.wayBack(ctx, e, dir); err != nil {
			return err
		}
		defer turned.close()
	}
	if grants {
		return printGrants(ctx, say, e, turned, user)
	}
	err = f.preflight(ctx, e, replicate.Mode(f.Mode) != replicate.FullLoad, say)
	if err == nil && back {
		say("the way back, whose source is this task's target:")
		err = f.preflight(ctx, turned, true, say)
	}
	if err == nil {
		say("ready")
	}
	return err
}

// wayBack gives the two ends exchanged, with the mapping backwards, as a cut-over would use them.
func (f *replicateFlags) wayBack(ctx context.Context, e *ends, dir string) (*ends, error) {
	mapped, err := e.mapped(ctx)
	if err != nil {
		return nil, err
	}
	g := *f
	g.swap()
	g.Task = reverseName(f.Task)
	b := &ends{urls: e.urls, spill: dir}
	if b.mapping, err = replicate.Backwards(mapped); err != nil {
		return nil, fmt.Errorf("the way back: %w", err)
	}
	src, err := g.source(ctx)
	if err != nil {
		return nil, err
	}
	dst, err := g.target(ctx)
	if err != nil {
		return nil, err
	}
	if b.source, _, err = openSource(src, g.Task, dir); err != nil {
		return nil, err
	}
	b.target, err = openTarget(dst, g.ControlSchema)
	return b, err
}

func printGrants(ctx context.Context, say func(string, ...any), e, back *ends, user string) error {
	from, to, err := e.grants(ctx, user)
	if err != nil {
		return err
	}
	if back != nil {
		if tables, _, err := back.tables(ctx); err != nil || len(tables) == 0 {
			return errors.Join(errors.New("the way back: the target has none of the tables yet; its grants can be told once they are there"), err)
		}
		there, here, err := back.grants(ctx, user)
		if err != nil {
			return fmt.Errorf("the way back: %w", err)
		}
		from = append(append(from, "-- for the way back, as its target"), replicate.AlsoGrants(here, from)...)
		to = append(append(to, "-- for the way back, as its source"), replicate.AlsoGrants(there, to)...)
	}
	say("%s", "-- on the source\n"+strings.Join(from, "\n")+"\n-- on the target\n"+strings.Join(to, "\n"))
	return nil
}

// grants are what the users of the source and of the target need. Tables that the target lacks are the mapping's.
func (e *ends) grants(ctx context.Context, user string) (from, to []string, err error) {
	src, dst, err := e.tables(ctx)
	if err != nil {
		return nil, nil, err
	}
	if from, err = e.source.Grants(ctx, user, src); err != nil {
		return nil, nil, err
	}
	to, err = e.target.Grants(ctx, user, dst)
	return from, to, err
}
