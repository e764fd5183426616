package awsdms

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
)

// StartOptions say how tasks are started.
type StartOptions struct {
	Tasks []string // names; none: all of the stack
	// Type is start-replication, resume-processing or reload-target; "" is start-replication for a task that never
	// ran and resume-processing for any other.
	Type           string
	SkipAssessment bool
	// Force starts also when the premigration assessment found something that failed.
	Force   bool
	StopAt  string // CdcStopPosition, "" as the task has it
	StartAt string // CdcStartPosition
}

// ErrAssessment says that DMS's premigration assessment found what will fail.
var ErrAssessment = errors.New("the premigration assessment failed")

// Start tests the connections of both endpoints, runs DMS's premigration assessment where the stack says where its
// results go, and starts the tasks. Tasks that run already are left alone.
func (c *Session) Start(ctx context.Context, s *Stack, o StartOptions) error {
	list, err := s.selected(o.Tasks)
	if err != nil {
		return err
	}
	if o.Type != "" && !slices.Contains([]string{"start-replication", "resume-processing", "reload-target"}, o.Type) {
		return fmt.Errorf("start type %q is not one of start-replication, resume-processing, reload-target", o.Type)
	}
	var due []*types.ReplicationTask
	for _, t := range list {
		rt, err := c.must(ctx, s, t)
		if err != nil {
			return err
		}
		if running(aws.ToString(rt.Status)) {
			c.progress("task "+s.id(t.Name), "runs already")
			continue
		}
		due = append(due, rt)
	}
	if len(due) == 0 {
		return nil
	}
	if err := c.testConnections(ctx, s); err != nil {
		return err
	}
	for _, rt := range due {
		if err := c.startOne(ctx, s, rt, o); err != nil {
			return err
		}
	}
	return nil
}

// must finds a task of the stack in the account.
func (c *Session) must(ctx context.Context, s *Stack, t *Task) (*types.ReplicationTask, error) {
	rt, err := c.taskNamed(ctx, s.id(t.Name))
	if err == nil && rt == nil {
		err = fmt.Errorf("task %s does not exist: run `crosswalk dms apply` first", s.id(t.Name))
	}
	return rt, err
}

func (c *Session) testConnections(ctx context.Context, s *Stack) error {
	i, err := c.instanceNamed(ctx, s.instanceID())
	if err != nil {
		return err
	}
	if i == nil {
		return fmt.Errorf("replication instance %s does not exist: run `crosswalk dms apply` first", s.instanceID())
	}
	for _, id := range []string{s.id("source"), s.id("target")} {
		e, err := c.endpointNamed(ctx, id)
		if err != nil {
			return err
		}
		if e == nil {
			return fmt.Errorf("endpoint %s does not exist: run `crosswalk dms apply` first", id)
		}
		if err := c.testConnection(ctx, aws.ToString(i.ReplicationInstanceArn), aws.ToString(e.EndpointArn), id); err != nil {
			return err
		}
	}
	return nil
}

func (c *Session) startOne(ctx context.Context, s *Stack, rt *types.ReplicationTask, o StartOptions) error {
	id := aws.ToString(rt.ReplicationTaskIdentifier)
	if s.Assessment.Bucket != "" && !o.SkipAssessment {
		if err := c.assess(ctx, s, rt); err != nil && !(o.Force && errors.Is(err, ErrAssessment)) {
			return err
		}
		if err := c.taskSettled(ctx, id); err != nil { // "testing" while the assessment runs
			return err
		}
	}
	if s.Assessment.Bucket == "" && !o.SkipAssessment {
		c.progress("task "+id, "no premigration assessment: the stack names no assessment.bucket for its results")
	}
	kind, err := startType(rt, o.Type)
	if err != nil {
		return err
	}
	_, err = c.dms.StartReplicationTask(ctx, &dms.StartReplicationTaskInput{ReplicationTaskArn: rt.ReplicationTaskArn,
		StartReplicationTaskType: kind, CdcStopPosition: optional(o.StopAt), CdcStartPosition: optional(o.StartAt)})
	if err != nil {
		return explain("start task "+id, err)
	}
	return c.wait(ctx, "start of task "+id, func() (bool, string, error) {
		t, err := c.taskNamed(ctx, id)
		if err != nil || t == nil {
			return false, "", err
		}
		switch state := aws.ToString(t.Status); state {
		case "running", "stopping", "stopped": // a small full load may be over already
			return true, state, nil
		case "failed":
			return false, state, fmt.Errorf("task %s failed: %s", id, failure(t))
		default:
			return false, state, nil
		}
	})
}

// startType follows the user guide, "Starting a task": the first run must be start-replication, any later one must not,
// and a CDC-only task cannot be reloaded.
func startType(t *types.ReplicationTask, want string) (types.StartReplicationTaskTypeValue, error) {
	first := t.ReplicationTaskStartDate == nil
	switch {
	case want == "" && first:
		want = "start-replication"
	case want == "":
		want = "resume-processing"
	case first && want != "start-replication":
		return "", fmt.Errorf("task %s has never run: it can only be started with start-replication", aws.ToString(t.ReplicationTaskIdentifier))
	case !first && want == "start-replication" && t.MigrationType != types.MigrationTypeValueCdc:
		return "", fmt.Errorf("task %s has run before: use resume-processing to go on, or reload-target to load all again", aws.ToString(t.ReplicationTaskIdentifier))
	case want == "reload-target" && t.MigrationType == types.MigrationTypeValueCdc:
		return "", fmt.Errorf("task %s has no full load: reload-target does not apply to it", aws.ToString(t.ReplicationTaskIdentifier))
	}
	return types.StartReplicationTaskTypeValue(want), nil
}

// assess runs the premigration assessment. Warnings are told; a failure is ErrAssessment.
func (c *Session) assess(ctx context.Context, s *Stack, t *types.ReplicationTask) error {
	id := aws.ToString(t.ReplicationTaskIdentifier)
	out, err := c.dms.StartReplicationTaskAssessmentRun(ctx, &dms.StartReplicationTaskAssessmentRunInput{
		AssessmentRunName: aws.String(id + "-" + time.Now().UTC().Format("20060102-150405")), ReplicationTaskArn: t.ReplicationTaskArn,
		ResultLocationBucket: aws.String(s.Assessment.Bucket), ResultLocationFolder: optional(s.Assessment.Folder),
		ServiceAccessRoleArn: aws.String(s.Assessment.Role)})
	if err != nil {
		return explain("start the premigration assessment of "+id, err)
	}
	arn := aws.ToString(out.ReplicationTaskAssessmentRun.ReplicationTaskAssessmentRunArn)
	where := "s3://" + s.Assessment.Bucket + "/" + s.Assessment.Folder
	return c.wait(ctx, "premigration assessment of "+id, func() (bool, string, error) {
		out, err := c.dms.DescribeReplicationTaskAssessmentRuns(ctx, &dms.DescribeReplicationTaskAssessmentRunsInput{
			Filters: filter("replication-task-assessment-run-arn", arn)})
		if err != nil {
			return false, "", explain("look up the premigration assessment of "+id, err)
		}
		if len(out.ReplicationTaskAssessmentRuns) == 0 {
			return false, "starting", nil
		}
		switch r := out.ReplicationTaskAssessmentRuns[0]; aws.ToString(r.Status) {
		case "passed":
			return true, "passed", nil
		case "warning":
			c.progress("premigration assessment of "+id, "passed with warnings, see "+where)
			return true, "warning", nil
		case "failed":
			names, err := c.failedChecks(ctx, arn)
			if err != nil {
				return false, "", err
			}
			return false, "", fmt.Errorf("%w for task %s: %s; the results are in %s; start with --force to go on all the same", ErrAssessment, id, names, where)
		case "error-provisioning", "error-executing", "invalid state", "cancelling", "deleting":
			return false, "", fmt.Errorf("the premigration assessment of %s ended as %s: %s; start with --skip-assessment to go on without", id, aws.ToString(r.Status), aws.ToString(r.LastFailureMessage))
		default:
			return false, aws.ToString(r.Status), nil
		}
	})
}

// failedChecks names the single checks that failed.
func (c *Session) failedChecks(ctx context.Context, run string) (string, error) {
	var names []string
	p := dms.NewDescribeReplicationTaskIndividualAssessmentsPaginator(c.dms, &dms.DescribeReplicationTaskIndividualAssessmentsInput{
		Filters: filter("replication-task-assessment-run-arn", run)})
	for p.HasMorePages() {
		out, err := p.NextPage(ctx)
		if err != nil {
			return "", explain("read the results of the premigration assessment", err)
		}
		for _, a := range out.ReplicationTaskIndividualAssessments {
			if st := aws.ToString(a.Status); st == "failed" || st == "error" {
				names = append(names, aws.ToString(a.IndividualAssessmentName))
			}
		}
	}
	return strings.Join(names, ", "), nil
}

// Stop stops the tasks of those names, all without names, and waits until they are.
func (c *Session) Stop(ctx context.Context, s *Stack, names []string) error {
	list, err := s.selected(names)
	if err != nil {
		return err
	}
	for _, t := range list {
		rt, err := c.must(ctx, s, t)
		if err != nil {
			return err
		}
		if st := aws.ToString(rt.Status); running(st) || st == "stopping" {
			if err := c.stopTask(ctx, rt); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Session) stopTask(ctx context.Context, t *types.ReplicationTask) error {
	id := aws.ToString(t.ReplicationTaskIdentifier)
	if aws.ToString(t.Status) != "stopping" {
		_, err := c.dms.StopReplicationTask(ctx, &dms.StopReplicationTaskInput{ReplicationTaskArn: t.ReplicationTaskArn})
		if err != nil && !isCode(err, "InvalidResourceStateFault") { // it stopped by itself meanwhile: the wait tells
			return explain("stop task "+id, err)
		}
	}
	return c.wait(ctx, "stop of task "+id, func() (bool, string, error) {
		t, err := c.taskNamed(ctx, id)
		if err != nil || t == nil {
			return err == nil, "gone", err
		}
		st := aws.ToString(t.Status)
		return st == "stopped" || st == "failed" || st == "ready", st, nil
	})
}

// maxReload is how many tables one ReloadTables call takes (user guide, "Reloading tables during a task").
const maxReload = 10

// Reload loads tables again, SCHEMA.TABLE by the source's names, while the task runs; validateOnly validates them again
// instead.
func (c *Session) Reload(ctx context.Context, s *Stack, taskName string, tables []string, validateOnly bool) error {
	t, err := s.task(taskName)
	if err != nil {
		return err
	}
	rt, err := c.must(ctx, s, t)
	if err != nil {
		return err
	}
	if st := aws.ToString(rt.Status); st != "running" {
		return fmt.Errorf("task %s is %s: tables can be reloaded while it runs; `crosswalk dms start --type reload-target` loads all of them", s.id(t.Name), st)
	}
	if rt.MigrationType == types.MigrationTypeValueCdc {
		return fmt.Errorf("task %s has no full load: its tables cannot be reloaded", s.id(t.Name))
	}
	var list []types.TableToReload
	for _, name := range tables {
		schema, table, ok := strings.Cut(name, ".")
		if !ok || schema == "" || table == "" {
			return fmt.Errorf("%q is no table: write SCHEMA.TABLE, by the source's names", name)
		}
		list = append(list, types.TableToReload{SchemaName: aws.String(schema), TableName: aws.String(table)})
	}
	if len(list) == 0 {
		return errors.New("name the tables to reload, as SCHEMA.TABLE")
	}
	option := types.ReloadOptionValueDataReload
	if validateOnly {
		option = types.ReloadOptionValueValidateOnly
	}
	for part := range slices.Chunk(list, maxReload) {
		if _, err := c.dms.ReloadTables(ctx, &dms.ReloadTablesInput{ReplicationTaskArn: rt.ReplicationTaskArn, TablesToReload: part, ReloadOption: option}); err != nil {
			return explain("reload tables of "+s.id(t.Name), err)
		}
	}
	return nil
}
