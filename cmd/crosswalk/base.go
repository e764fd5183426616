package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess"
	"github.com/crosswalk-db/crosswalk/cmd/config"
	"github.com/crosswalk-db/crosswalk/cmd/gitbase"
	"github.com/crosswalk-db/crosswalk/cmd/pipeline"
	"github.com/crosswalk-db/crosswalk/parser/source"
)

// assessBase assesses the same paths as they are in the merge base, by the same options: what differs then comes from
// the sources alone. The work tree is not touched.
func assessBase(ctx context.Context, ref string, o pipeline.Options, c *config.Config) (*assess.Snapshot, string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, "", err
	}
	repo, err := gitbase.Open(ctx, dir)
	if err != nil {
		return nil, "", err
	}
	commit, err := repo.MergeBase(ctx, ref)
	if err != nil {
		return nil, "", err
	}
	wanted := make([]string, len(o.Paths))
	for i, p := range o.Paths {
		if wanted[i], err = repo.Inside(dir, p); err != nil {
			return nil, "", err
		}
	}
	tmp, err := os.MkdirTemp("", "crosswalk-base-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(tmp)
	inside := func(name string) bool {
		for _, w := range wanted {
			if w == "." || name == w || strings.HasPrefix(name, w+"/") {
				return true
			}
		}
		return false
	}
	// A file that was moved here from elsewhere was there in the base.
	renamed, err := repo.Renamed(ctx, commit)
	if err != nil {
		return nil, "", err
	}
	from := map[string]bool{}
	for now, was := range renamed {
		if inside(now) && !inside(was) && source.IsSQL(was) {
			from[was] = true
		}
	}
	for _, was := range slices.Sorted(maps.Keys(from)) {
		wanted = append(wanted, was)
		rel, err := filepath.Rel(filepath.FromSlash(repo.Prefix), filepath.FromSlash(was))
		if err != nil {
			return nil, "", err
		}
		o.Paths = append(o.Paths[:len(o.Paths):len(o.Paths)], filepath.ToSlash(rel))
	}
	// What scripts include may stand anywhere below the working folder.
	if err := repo.Export(ctx, commit, tmp, func(name string) bool {
		return inside(name) || source.IsSQL(name) && (repo.Prefix == "" || strings.HasPrefix(name, repo.Prefix+"/"))
	}); err != nil {
		return nil, "", err
	}
	s, err := runBase(ctx, filepath.Join(tmp, filepath.FromSlash(repo.Prefix)), tmp, wanted, o)
	return s, commit, err
}

func runBase(ctx context.Context, work, tmp string, wanted []string, o pipeline.Options) (*assess.Snapshot, error) {
	if err := os.MkdirAll(work, 0o700); err != nil {
		return nil, err
	}
	var paths []string
	for i, w := range wanted {
		if _, err := os.Stat(filepath.Join(tmp, filepath.FromSlash(w))); err != nil {
			continue // the path is new
		}
		p := o.Paths[i]
		if path.IsAbs(filepath.ToSlash(p)) {
			p = filepath.Join(tmp, filepath.FromSlash(w))
		}
		paths = append(paths, p)
	}
	empty := &assess.Snapshot{Tool: "crosswalk", SchemaVersion: assess.SchemaVersion}
	if len(paths) == 0 {
		return empty, nil
	}
	o.Paths, o.Dir, o.Progress = paths, work, nil
	res, err := pipeline.Run(ctx, o)
	if errors.Is(err, pipeline.ErrNoInput) && res != nil && onlyEmpty(res.Problems) {
		return empty, nil
	}
	if err != nil {
		return nil, err
	}
	// A file of the base that cannot be read would make everything in it look new.
	for i := range res.Problems {
		if p := &res.Problems[i]; !p.Warning && p.Kind != source.NoSQL {
			return nil, errors.New("in the base: " + strings.ReplaceAll(p.Error(), tmp+"/", ""))
		}
	}
	s := res.Report.Snapshot()
	for i := range s.Objects {
		s.Objects[i].File = strings.TrimPrefix(s.Objects[i].File, filepath.ToSlash(tmp)+"/")
	}
	return s, nil
}

// onlyEmpty tells that nothing is wrong with an input but that it holds nothing.
func onlyEmpty(problems []source.Problem) bool {
	for i := range problems {
		if p := &problems[i]; !p.Warning && p.Kind != source.NoSQL && p.Kind != source.Empty {
			return false
		}
	}
	return true
}
