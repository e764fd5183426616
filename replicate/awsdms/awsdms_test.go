package awsdms_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/awsdms"
	"github.com/crosswalk-db/crosswalk/replicate/awsdms/dmstest"
)

const stackText = `
name: HR-move
region: eu-central-1
tags: {Project: DBMigration}
network: {subnets: [subnet-a, subnet-b], securityGroups: []}
instance: {multiAZ: true}
source: {engine: oracle, database: ORCL, secret: src, secretRole: "arn:aws:iam::1:role/dms"}
target: {engine: aurora-postgresql, database: hr, secret: tgt, secretRole: "arn:aws:iam::1:role/dms"}
tasks:
  - {name: core, mappings: mappings.json, settings: settings.json}
  - {name: archive, mappings: mappings.json, type: full-load}
workload: {volumeGB: 500, changesPerSecond: 2000}
`

const mappingsText = `{"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"hr","rule-action":"include","object-locator":{"schema-name":"HR","table-name":"%"}}]}`

// stackFile writes a stack with its documents.
func stackFile(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	for name, s := range map[string]string{"stack.yaml": text, "mappings.json": mappingsText, "settings.json": `{"Logging":{"EnableLogging":true}}`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "stack.yaml")
}

func load(t *testing.T, text string) *awsdms.Stack {
	t.Helper()
	s, err := awsdms.Load(stackFile(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func connect(t *testing.T) (*awsdms.Session, *dmstest.Server) {
	t.Helper()
	for k, v := range map[string]string{"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_CONFIG_FILE": os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true"} {
		t.Setenv(k, v)
	}
	srv := dmstest.New()
	t.Cleanup(srv.Close)
	c, err := awsdms.Connect(context.Background(), "eu-central-1", srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	c.Poll, c.Patience = 4*time.Millisecond, 10*time.Second
	return c, srv
}

func apply(t *testing.T, c *awsdms.Session, s *awsdms.Stack) *awsdms.Plan {
	t.Helper()
	p, err := c.Plan(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(context.Background(), s, p); err != nil {
		t.Fatal(err)
	}
	return p
}

var changing = []string{"Create", "Modify", "Delete", "Start", "Stop", "Reload"}

// TestLifecycle takes a stack from nothing to nothing.
func TestLifecycle(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	s := load(t, stackText)
	if s.Instance.Class != "dms.r5.xlarge" || s.Instance.StorageGB != 100 {
		t.Errorf("500 GB and 2,000 changes a second give %s with %d GB", s.Instance.Class, s.Instance.StorageGB)
	}
	p := apply(t, c, s)
	if len(p.Changes) != 6 || p.Empty() {
		t.Errorf("plan %+v", p.Changes)
	}
	if p.Estimate.LoadHours != [2]float64{5, 10} || p.Estimate.TotalUSD != [2]float64{30, 60} {
		t.Errorf("estimate %+v", p.Estimate)
	}

	srv.Forget()
	if p := apply(t, c, s); !p.Empty() || len(srv.Calls(changing...)) > 0 {
		t.Errorf("the second apply changes: %+v, calls %v", p.Changes, srv.Calls(changing...))
	}

	if err := c.Start(ctx, s, awsdms.StartOptions{}); err != nil {
		t.Fatal(err)
	}
	if n := len(srv.Calls("TestConnection")); n != 2 {
		t.Errorf("%d connection tests", n)
	}
	srv.Lag = 7
	st, err := c.Status(ctx, s, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	core, archive := st[0], st[1]
	if core.Status != "running" || core.Percent != 100 || core.TablesLoaded != 2 || core.LagTarget == nil || *core.LagTarget != 7 || len(core.Tables) != 2 || core.Bad() || core.Over() {
		t.Errorf("core %+v", core)
	}
	if archive.Status != "stopped" || archive.StopReason != "FULL_LOAD_ONLY_FINISHED" || !archive.Over() || archive.LagTarget != nil {
		t.Errorf("archive %+v", archive)
	}
	if want := "core: running, load 100%, tables: 2 loaded, 0 loading, 0 queued, 0 errored, CDC lag 7 s, validation: 2 validated"; core.Line() != want {
		t.Errorf("line %q, want %q", core.Line(), want)
	}

	tables := make([]string, 23)
	for i := range tables {
		tables[i] = "HR.T" + string(rune('A'+i))
	}
	if err := c.Reload(ctx, s, "core", tables, false); err != nil {
		t.Fatal(err)
	}
	if n := len(srv.Calls("ReloadTables")); n != 3 {
		t.Errorf("23 tables were reloaded in %d calls", n)
	}
	if err := c.Stop(ctx, s, nil); err != nil {
		t.Fatal(err)
	}

	d, err := c.DestroyPlan(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Destroy(ctx, d); err != nil {
		t.Fatal(err)
	}
	if n := srv.Count(); n != 0 {
		t.Errorf("%d resources are left", n)
	}
}

// TestTags looks for the stack's tags on all that apply makes.
func TestTags(t *testing.T) {
	c, srv := connect(t)
	apply(t, c, load(t, stackText))
	tags := srv.Tags()
	for arn, have := range tags {
		if have["crosswalk:stack"] != "HR-move" || have["Project"] != "DBMigration" {
			t.Errorf("%s has the tags %v", arn, have)
		}
	}
	if len(tags) < 5 { // an instance, two endpoints, two tasks; a subnet group's ARN is not told
		t.Errorf("only %d resources have tags", len(tags))
	}
}

// TestReloadTarget starts a task that ran with everything loaded again, and not one without a full load.
func TestReloadTarget(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	s := load(t, strings.Replace(stackText, "type: full-load}", "type: cdc}", 1))
	apply(t, c, s)
	if err := c.Start(ctx, s, awsdms.StartOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(ctx, s, nil); err != nil {
		t.Fatal(err)
	}
	srv.Forget()
	if err := c.Start(ctx, s, awsdms.StartOptions{Tasks: []string{"core"}, Type: "reload-target"}); err != nil || len(srv.Calls("StartReplicationTask")) != 1 {
		t.Errorf("%v, %v", err, srv.Calls("Start"))
	}
	if err := c.Start(ctx, s, awsdms.StartOptions{Tasks: []string{"archive"}, Type: "reload-target"}); err == nil || !strings.Contains(err.Error(), "has no full load") {
		t.Errorf("a task without a full load: %v", err)
	}
	if err := c.Reload(ctx, s, "archive", []string{"HR.JOBS"}, false); err == nil {
		t.Error("a table of it is reloaded")
	}
}

// TestRefusals has the service refuse, each time for another reason: the error says what was tried and what to do.
func TestRefusals(t *testing.T) {
	for code, want := range map[string]string{"AccessDeniedFault": "lack a permission", "ResourceQuotaExceededFault": "a quota of the account is used up",
		"InsufficientResourceCapacityFault": "another class or zone", "KMSKeyNotAccessibleFault": "the KMS key cannot be used", "NewFault": "could not create the replication instance: no (NewFault)"} {
		c, srv := connect(t)
		srv.Fail("CreateReplicationInstance", &dmstest.Fault{Code: code, Message: "no"})
		s := load(t, stackText)
		p, err := c.Plan(context.Background(), s)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Apply(context.Background(), s, p); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "could not create the replication instance") {
			t.Errorf("%s: %v", code, err)
		}
		apply(t, c, s) // and the next run goes on
		if srv.Count() != 6 {
			t.Errorf("%s: %d resources after the second run", code, srv.Count())
		}
	}
}

// TestUpdate changes a stack that runs.
func TestUpdate(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	apply(t, c, load(t, stackText))
	if err := c.Start(ctx, load(t, stackText), awsdms.StartOptions{Tasks: []string{"core"}}); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(stackText, "multiAZ: true", "multiAZ: false")
	text = strings.ReplaceAll(text, "database: hr", "database: people")
	file := stackFile(t, text)
	more := strings.ReplaceAll(mappingsText, `"HR"`, `"HR2"`)
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), "mappings.json"), []byte(more), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := awsdms.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	p := apply(t, c, s)
	var got []string
	for _, ch := range p.Changes {
		for _, f := range ch.Fields {
			got = append(got, ch.ID+" "+f.Name)
		}
	}
	want := []string{"hr-move multiAZ", "hr-move-target database", "hr-move-core mappings", "hr-move-archive mappings"}
	if !slices.Equal(got, want) {
		t.Errorf("changed %q, want %q", got, want)
	}
	if !slices.Contains(srv.Calls(), "StopReplicationTask") {
		t.Error("the running task was changed without a stop")
	}
	if p, err := c.Plan(ctx, s); err != nil || !p.Empty() {
		t.Errorf("after the change: %+v, %v", p, err)
	}
	s.Tasks[0].Type = "cdc"
	p, err = c.Plan(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(ctx, s, p); err == nil || !strings.Contains(err.Error(), "cannot be changed") {
		t.Errorf("another migration type: %v", err)
	}
}

// TestForeign leaves alone what carries no tag of the stack.
func TestForeign(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	s := load(t, stackText)
	apply(t, c, s)
	srv.Untag("HR-MOVE-SOURCE")
	s.Source.Database = "OTHER"
	p, err := c.Plan(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(ctx, s, p); err == nil || !strings.Contains(err.Error(), "somebody else's") {
		t.Errorf("apply: %v", err)
	}
	d, err := c.DestroyPlan(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Destroy(ctx, d); err != nil {
		t.Fatal(err)
	}
	if n := srv.Count(); n != 1 {
		t.Errorf("%d resources are left, want the foreign endpoint", n)
	}
}

// TestCutShort applies a stack whose first run breaks in the middle.
func TestCutShort(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	s := load(t, stackText)
	srv.Fail("CreateEndpoint", &dmstest.Fault{Code: "ExpiredTokenException", Message: "The security token included in the request is expired"})
	p, err := c.Plan(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Apply(ctx, s, p)
	var e *awsdms.Error
	if !errors.As(err, &e) || e.Code != "ExpiredTokenException" || !strings.Contains(err.Error(), "log in again") {
		t.Fatalf("expired credentials: %v", err)
	}
	if n := srv.Count(); n != 2 {
		t.Fatalf("%d resources were made before it broke", n)
	}
	p = apply(t, c, s)
	if p.Changes[0].Action != awsdms.Nothing || p.Changes[1].Action != awsdms.Nothing || srv.Count() != 6 {
		t.Errorf("second run: %+v", p.Changes)
	}
}

// TestThrottled goes on through throttling, which the SDK tries again.
func TestThrottled(t *testing.T) {
	c, srv := connect(t)
	srv.Fail("DescribeReplicationInstances", &dmstest.Fault{Code: "ThrottlingException", Message: "Rate exceeded"})
	apply(t, c, load(t, stackText))
	if srv.Count() != 6 {
		t.Errorf("%d resources", srv.Count())
	}
}

func TestStartRefused(t *testing.T) {
	ctx := context.Background()
	assessed := stackText + "assessment: {bucket: results, folder: hr, role: \"arn:aws:iam::1:role/s3\"}\n"
	for _, x := range []struct {
		name, stack string
		set         func(*dmstest.Server)
		o           awsdms.StartOptions
		want        string
	}{
		{"unreachable", stackText, func(s *dmstest.Server) { s.Unreachable = map[string]string{"hr-move-source": "ORA-12541: no listener"} },
			awsdms.StartOptions{}, "cannot connect to hr-move-source: ORA-12541"},
		{"assessment", assessed, func(s *dmstest.Server) {
			s.Assessment, s.FailedChecks = "failed", []string{"oracle-supplemental-db-level"}
		},
			awsdms.StartOptions{}, "oracle-supplemental-db-level"},
		{"never ran", stackText, nil, awsdms.StartOptions{Type: "reload-target"}, "never run"},
		{"unknown type", stackText, nil, awsdms.StartOptions{Type: "again"}, "not one of"},
		{"unknown task", stackText, nil, awsdms.StartOptions{Tasks: []string{"x"}}, "no task"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c, srv := connect(t)
			s := load(t, x.stack)
			apply(t, c, s)
			if x.set != nil {
				x.set(srv)
			}
			err := c.Start(ctx, s, x.o)
			if err == nil || !strings.Contains(err.Error(), x.want) {
				t.Errorf("%v, want %q", err, x.want)
			}
			if n := srv.Calls("StartReplicationTask"); slices.Contains(n, "StartReplicationTask") {
				t.Error("a task was started")
			}
		})
	}
}

// TestForce starts in spite of a failed assessment, and resumes a task that ran.
func TestForce(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	s := load(t, stackText+"assessment: {bucket: results, role: \"arn:aws:iam::1:role/s3\"}\n")
	apply(t, c, s)
	srv.Assessment = "failed"
	o := awsdms.StartOptions{Tasks: []string{"core"}, Force: true}
	if err := c.Start(ctx, s, o); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(ctx, s, o.Tasks); err != nil {
		t.Fatal(err)
	}
	o.Type = "start-replication"
	if err := c.Start(ctx, s, o); err == nil || !strings.Contains(err.Error(), "has run before") {
		t.Errorf("a second start-replication: %v", err)
	}
	o.Type = ""
	if err := c.Start(ctx, s, o); err != nil {
		t.Errorf("resume: %v", err)
	}
}

func TestMissingSecret(t *testing.T) {
	c, srv := connect(t)
	srv.MissingSecrets = map[string]bool{"src": true}
	s := load(t, stackText)
	p, err := c.Plan(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(context.Background(), s, p); err == nil || !strings.Contains(err.Error(), "secret src does not exist") {
		t.Errorf("%v", err)
	}
}

func TestBadTables(t *testing.T) {
	ctx := context.Background()
	c, srv := connect(t)
	srv.Tables = []string{"HR.JOBS", "HR.PAY_BAD"}
	s := load(t, stackText)
	apply(t, c, s)
	if err := c.Start(ctx, s, awsdms.StartOptions{}); err != nil {
		t.Fatal(err)
	}
	st, err := c.Status(ctx, s, []string{"core"}, false)
	if err != nil || !st[0].Bad() || st[0].Validation["Mismatched records"] != 1 {
		t.Errorf("%+v, %v", st[0], err)
	}
}

func TestStackErrors(t *testing.T) {
	for _, x := range []struct{ from, to, want string }{
		{"name: HR-move", "name: 1_x", "name: \"1_x\""},
		{"multiAZ: true", "multiAz: true", "multiAz"},
		{"engine: oracle", "engine: informix", "source.engine"},
		{"secret: tgt, ", "", "target: secret"},
		{"[subnet-a, subnet-b]", "[subnet-a]", "network: name subnets"},
		{"type: full-load}", "type: all}", "tasks[1].type"},
		{"name: archive", "name: core", "is there twice"},
		{"database: ORCL", "database: ORCL, sslMode: verify-ca", "source.certificate"},
		{"database: ORCL", "database: ORCL, extraConnectionAttributes: \"Password=x\"", "holds a password"},
		{"mappings: mappings.json, settings", "mappings: none.json, settings", "none.json"},
		{"volumeGB: 500, changesPerSecond: 2000", "", "instance.class is missing"},
	} {
		text := strings.Replace(stackText, x.from, x.to, 1)
		if text == stackText {
			t.Errorf("%q is not in the stack", x.from)
		}
		_, err := awsdms.Load(stackFile(t, text))
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", x.to, err, x.want)
		}
	}
}
