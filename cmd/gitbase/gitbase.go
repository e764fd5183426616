// Package gitbase gives the files of another commit of the repository that the user stands in, without touching the work
// tree, the index or any reference: it reads objects, and writes them into a folder of their own.
package gitbase

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// Repo is a git repository with the working folder inside it.
type Repo struct {
	top    string // the work tree's top folder
	Prefix string // the working folder below it, slash separated; "" at the top
	head   string
}

// Open finds the repository that dir stands in.
func Open(ctx context.Context, dir string) (*Repo, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, errors.New("git is not installed, and comparing with a commit needs it; install it, or compare with --baseline FILE")
	}
	r := &Repo{top: dir}
	top, err := r.git(ctx, nil, "rev-parse", "--show-toplevel")
	if err != nil {
		if strings.Contains(err.Error(), "not a git repository") {
			return nil, errors.New("this folder is not in a git repository; run in one, or compare with --baseline FILE")
		}
		return nil, err
	}
	prefix, err := r.git(ctx, nil, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	r.top, r.Prefix = text(top), strings.TrimSuffix(text(prefix), "/")
	if head, err := r.git(ctx, nil, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err == nil {
		r.head = text(head)
	}
	return r, nil
}

func text(b []byte) string { return strings.TrimRight(string(b), "\r\n") }

// git runs a command that only reads.
func (r *Repo) git(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", append([]string{"--literal-pathspecs", "-C", r.top}, args...)...)
	// No locks, no questions, and no object of another repository in a half clone fetched behind the user's back.
	c.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	c.Stdin = stdin
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		if msg := text(errs.Bytes()); msg != "" {
			return nil, fmt.Errorf("git %s: %s", args[0], msg)
		}
		return nil, fmt.Errorf("git %s: %w", args[0], err)
	}
	return out.Bytes(), nil
}

// Head is the commit that is checked out, "" before the first.
func (r *Repo) Head() string { return r.head }

// MergeBase gives the commit where HEAD and ref part. A ref that only the remote has, as in most CI systems, is found as
// origin's.
func (r *Repo) MergeBase(ctx context.Context, ref string) (string, error) {
	if r.head == "" {
		return "", errors.New("the repository has no commit yet, so there is nothing to compare with")
	}
	if strings.HasPrefix(ref, "-") {
		return "", fmt.Errorf("%q is no name of a commit", ref)
	}
	commit := ""
	for _, name := range []string{ref, "refs/remotes/origin/" + ref} {
		b, err := r.git(ctx, nil, "rev-parse", "--verify", "--quiet", name+"^{commit}")
		if err == nil {
			commit = text(b)
			break
		}
	}
	shallow := r.shallow(ctx)
	if commit == "" {
		if shallow {
			return "", fmt.Errorf("git knows no commit %q, and the clone is shallow; fetch it: git fetch --unshallow origin %s (GitHub: actions/checkout with fetch-depth: 0; GitLab: GIT_DEPTH: 0)", ref, ref)
		}
		return "", fmt.Errorf("git knows no commit %q; check the name, or fetch it: git fetch origin %s", ref, ref)
	}
	b, err := r.git(ctx, nil, "merge-base", r.head, commit)
	switch {
	case err == nil:
		return text(b), nil
	case shallow:
		return "", fmt.Errorf("the clone is shallow and does not reach the commit where HEAD and %s part; fetch more: git fetch --unshallow (GitHub: actions/checkout with fetch-depth: 0; GitLab: GIT_DEPTH: 0)", ref)
	}
	return "", fmt.Errorf("HEAD and %s have no commit in common, so there is nothing to compare with; name a branch that this one came from", ref)
}

func (r *Repo) shallow(ctx context.Context) bool {
	b, err := r.git(ctx, nil, "rev-parse", "--is-shallow-repository")
	return err == nil && text(b) == "true"
}

// Inside gives a path below the top folder for a path of the command line.
func (r *Repo) Inside(dir, p string) (string, error) {
	abs := p
	if !filepath.IsAbs(p) {
		abs = filepath.Join(dir, p)
	}
	// Links on the way are followed, as git does for its top folder; the path itself may be gone by now.
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	rel, err := filepath.Rel(r.top, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("%s lies outside the git repository %s, so it has no base to compare with; compare with --baseline FILE", p, r.top)
	}
	return filepath.ToSlash(rel), nil
}

// Renamed gives the files that were renamed or moved since a commit: old names by new ones.
func (r *Repo) Renamed(ctx context.Context, commit string) (map[string]string, error) {
	b, err := r.git(ctx, nil, "diff", "--no-ext-diff", "--no-textconv", "-M", "--diff-filter=R", "--name-status", "-z", commit)
	if err != nil {
		return nil, err
	}
	m := map[string]string{}
	f := strings.Split(string(b), "\x00")
	for i := 0; i+2 < len(f); i += 3 { // R100, old, new
		m[f[i+2]] = f[i+1]
	}
	return m, nil
}

// entry is a file of a commit.
type entry struct{ id, name string }

// Export writes the files of a commit below dst that keep wants, with their paths from the top folder.
func (r *Repo) Export(ctx context.Context, commit, dst string, keep func(name string) bool) error {
	b, err := r.git(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return err
	}
	var list []entry
	for _, line := range strings.Split(string(b), "\x00") {
		head, name, ok := strings.Cut(line, "\t")
		f := strings.Fields(head)
		// Links and submodules are no files: what they lead to is in no tree of this commit, or comes by its own name.
		if !ok || len(f) != 3 || f[1] != "blob" || !strings.HasPrefix(f[0], "100") || !keep(name) {
			continue
		}
		list = append(list, entry{f[2], name})
	}
	if len(list) == 0 {
		return nil
	}
	return r.write(ctx, list, dst)
}

// write fetches blobs in one go and writes them; a path cannot leave dst.
func (r *Repo) write(ctx context.Context, list []entry, dst string) error {
	root, err := os.OpenRoot(dst)
	if err != nil {
		return err
	}
	defer root.Close()
	var ids strings.Builder
	for _, e := range list {
		ids.WriteString(e.id + "\n")
	}
	out, err := r.git(ctx, strings.NewReader(ids.String()), "cat-file", "--batch")
	if err != nil {
		return err
	}
	in := bufio.NewReader(bytes.NewReader(out))
	for _, e := range list {
		head, err := in.ReadString('\n')
		f := strings.Fields(head)
		if err != nil || len(f) != 3 || f[1] != "blob" {
			return fmt.Errorf("git has no content for %s in that commit (a partial clone?); fetch it: git fetch --refetch", e.name)
		}
		n, err := strconv.Atoi(f[2])
		if err != nil {
			return fmt.Errorf("git cat-file: %q", head)
		}
		content := make([]byte, n)
		if _, err := io.ReadFull(in, content); err != nil {
			return err
		}
		if _, err := in.Discard(1); err != nil {
			return err
		}
		if err := root.MkdirAll(path.Dir(e.name), 0o700); err != nil {
			return err
		}
		if err := root.WriteFile(e.name, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
