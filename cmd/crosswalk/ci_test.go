package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// action is what the tests need of action.yml.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			ID, Name, Uses, If, Run, Shell string
			Env                            map[string]string
		}
	}
}

// runner plays GitHub's: it runs the steps of an action that are scripts.
type runner struct {
	t                     *testing.T
	repo, temp, bin       string
	inputs, github, steps map[string]string
}

var expression = regexp.MustCompile(`\$\{\{\s*([a-zA-Z_.-]+)\s*\}\}`)

func (r *runner) value(s string) string {
	return expression.ReplaceAllStringFunc(s, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		kind, rest, _ := strings.Cut(name, ".")
		v, ok := map[string]map[string]string{"inputs": r.inputs, "github": r.github, "steps": r.steps}[kind][rest]
		if !ok {
			r.t.Fatalf("the action uses %s, which the test does not know", name)
		}
		return v
	})
}

// run runs all scripts in order and gives the status of the first that fails, with all output.
func (r *runner) run(a *action) (status int, output string) {
	for _, s := range a.Runs.Steps {
		if s.Run == "" || strings.Contains(s.Name, "Comment") && r.github["event_name"] != "pull_request" {
			continue
		}
		if strings.Contains(s.Run, "${{") {
			r.t.Errorf("step %q puts an expression into its script, where it would be run: pass it by env", s.Name)
		}
		c := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
		c.Dir = r.repo
		out := filepath.Join(r.temp, "output")
		c.Env = append(os.Environ(), "RUNNER_TEMP="+r.temp, "GITHUB_OUTPUT="+out, "GITHUB_STEP_SUMMARY="+filepath.Join(r.temp, "summary.md"),
			"GITHUB_REPOSITORY=acme/schema", "GITHUB_SERVER_URL=https://github.example", "GITHUB_SHA=0000", "PATH="+r.bin+":"+os.Getenv("PATH"))
		for k, v := range s.Env {
			c.Env = append(c.Env, k+"="+r.value(v))
		}
		b, err := c.CombinedOutput()
		output += string(b)
		if text, err := os.ReadFile(out); err == nil && s.ID != "" {
			for _, line := range strings.Split(string(text), "\n") {
				if k, v, ok := strings.Cut(line, "="); ok {
					r.steps[s.ID+".outputs."+k] = v
				}
			}
		}
		if err != nil {
			return c.ProcessState.ExitCode(), output
		}
	}
	return 0, output
}

// ciRepo makes a repository whose branch feature brings a red view, and a gh that notes how it is called.
func ciRepo(t *testing.T) (repo, bin, temp string) {
	t.Helper()
	dir := t.TempDir()
	repo, bin, temp = filepath.Join(dir, "repo"), filepath.Join(dir, "bin"), filepath.Join(dir, "temp")
	for _, d := range []string{filepath.Join(repo, "my schema"), bin, temp} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(bin, "gh"), "#!/bin/sh\necho \"$@\" >"+filepath.Join(temp, "gh-called")+"\n", 0o755)
	write(filepath.Join(repo, "my schema/t.sql"), "CREATE TABLE t (n NUMBER);\n", 0o644)
	sh(t, repo, "git init -q -b main . && git config user.name a && git config user.email a@example.org && git add . && git commit -qm one && git checkout -qb feature && mkdir db && git mv 'my schema/t.sql' db/t.sql")
	write(filepath.Join(repo, "db/v.sql"), "CREATE VIEW v AS SELECT n FROM t@far;\n", 0o644)
	sh(t, repo, "git add . && git commit -qm two")
	return repo, bin, temp
}

func sh(t *testing.T, dir, script string, env ...string) (string, error) {
	t.Helper()
	c := exec.Command("bash", "-ec", script)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	if err != nil && env == nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return string(out), err
}

func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is missing", p)
		}
	}
}

// TestAction runs the scripts of action.yml as GitHub does: in a pull request with a new red finding, and on a push.
func TestAction(t *testing.T) {
	need(t, "git", "bash")
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(b, &a); err != nil {
		t.Fatal(err)
	}
	repo, bin, temp := ciRepo(t)
	r := &runner{t: t, repo: repo, bin: bin, temp: temp, inputs: map[string]string{"paths": "db"}, steps: map[string]string{},
		github: map[string]string{"action_path": root, "base_ref": "main", "event_name": "pull_request", "token": "x",
			"event.pull_request.head.sha": "abc", "event.pull_request.number": "7"}}
	for k, in := range a.Inputs {
		if _, set := r.inputs[k]; !set {
			r.inputs[k] = r.value(in.Default)
		}
	}
	status, out := r.run(&a)
	if status != 1 || !strings.Contains(out, "does not pass: new-red") {
		t.Fatalf("status %d\n%s", status, out)
	}
	for _, f := range []string{"report.md", "report.html", "report.json", "report.sarif", "report.xml"} {
		if info, err := os.Stat(filepath.Join(temp, "crosswalk", f)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", f, err)
		}
	}
	summary, _ := os.ReadFile(filepath.Join(temp, "summary.md"))
	if !strings.Contains(string(summary), "**1 new**") || !strings.Contains(string(summary), "https://github.example/acme/schema/blob/abc/db/v.sql#L1") {
		t.Errorf("the summary: %s", summary)
	}
	if called, _ := os.ReadFile(filepath.Join(temp, "gh-called")); !strings.Contains(string(called), "pr comment 7 --repo acme/schema --body-file") {
		t.Errorf("the comment: %q", called)
	}

	// A push has no base: gates that compare are left out.
	r.inputs["base"], r.github["event_name"] = "", "push"
	if status, out = r.run(&a); status != 0 {
		t.Errorf("push: status %d\n%s", status, out)
	}
	r.inputs["fail-on"] = "new-red,red"
	if status, out = r.run(&a); status != 1 || !strings.Contains(out, "does not pass: red: 1") {
		t.Errorf("push with red: status %d\n%s", status, out)
	}
	// What cannot run fails with its own status, and what looks like a command in an input is none.
	r.inputs["paths"] = "nowhere $(touch " + temp + "/pwned)"
	if status, out = r.run(&a); status != 2 {
		t.Errorf("no such path: status %d\n%s", status, out)
	}
	if _, err := os.Stat(temp + "/pwned"); err == nil {
		t.Error("an input was run as a command")
	}
}

// TestGitLabTemplate runs the script of the GitLab template.
func TestGitLabTemplate(t *testing.T) {
	need(t, "git", "bash")
	b, err := os.ReadFile("../../templates/gitlab-ci.yml")
	if err != nil {
		t.Fatal(err)
	}
	var ci struct {
		Crosswalk struct {
			Variables map[string]string
			Script    []string
			Artifacts struct{ Reports map[string]string }
		}
	}
	if err := yaml.Unmarshal(b, &ci); err != nil {
		t.Fatal(err)
	}
	repo, bin, _ := ciRepo(t)
	self := buildSelf(t, bin)
	sha, _ := sh(t, repo, "git rev-parse main")
	env := []string{"PATH=" + filepath.Dir(self) + ":" + os.Getenv("PATH"), "CI_MERGE_REQUEST_DIFF_BASE_SHA=" + strings.TrimSpace(sha),
		"CI_PROJECT_URL=https://gitlab.example/acme/schema", "CI_COMMIT_SHA=abc"}
	for k, v := range ci.Crosswalk.Variables {
		env = append(env, k+"="+v)
	}
	env = append(env, "CROSSWALK_PATHS=db")
	out, err := sh(t, repo, strings.Join(ci.Crosswalk.Script, "\n"), env...)
	if err == nil || !strings.Contains(out, "does not pass: new-red") {
		t.Errorf("%v\n%s", err, out)
	}
	for kind, f := range ci.Crosswalk.Artifacts.Reports {
		if _, err := os.Stat(filepath.Join(repo, f)); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if md, _ := os.ReadFile(filepath.Join(repo, "crosswalk/report.md")); !strings.Contains(string(md), "https://gitlab.example/acme/schema/-/blob/abc/db/v.sql#L1") {
		t.Errorf("%s", md)
	}
}

// TestPreCommit: the hook stops a commit that brings a red finding, and lets others through.
func TestPreCommit(t *testing.T) {
	need(t, "git", "bash")
	repo, bin, _ := ciRepo(t)
	buildSelf(t, bin)
	hook, err := os.ReadFile("../../templates/pre-commit")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(repo, ".git/hooks/pre-commit"), hook, 0o755); err != nil {
		t.Fatal(err)
	}
	path := "PATH=" + bin + ":" + os.Getenv("PATH")
	if out, err := sh(t, repo, "echo 'CREATE SEQUENCE s;' >db/s.sql; git add .; git commit -qm three", path, "CROSSWALK_PATHS=db"); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	out, err := sh(t, repo, "echo 'CREATE VIEW w AS SELECT n FROM u@far;' >db/w.sql; git add .; git commit -qm four", path, "CROSSWALK_PATHS=db")
	if err == nil || !strings.Contains(out, "does not pass: new-red") {
		t.Errorf("%v\n%s", err, out)
	}
	// The one for pre-commit.com has the same gates.
	var hooks []struct{ ID, Entry, Language string }
	b, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(b, &hooks); err != nil || len(hooks) != 1 || !strings.HasPrefix(hooks[0].Entry, "crosswalk assess ") || hooks[0].Language != "golang" {
		t.Errorf("%v %v", err, hooks)
	}
}

// buildSelf builds the command into bin.
func buildSelf(t *testing.T, bin string) string {
	t.Helper()
	to := filepath.Join(bin, "crosswalk")
	c := exec.Command("go", "build", "-o", to, ".")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatal(fmt.Errorf("%w: %s", err, out))
	}
	return to
}
