package awsdms

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
)

// task is a replication task of a stack.
type task struct {
	s  *Stack
	t  *Task
	id string
}

// taskNamed gives the task, nil where there is none.
func (c *Session) taskNamed(ctx context.Context, id string) (*types.ReplicationTask, error) {
	out, err := c.dms.DescribeReplicationTasks(ctx, &dms.DescribeReplicationTasksInput{Filters: filter("replication-task-id", id)})
	if isCode(err, notFound) || err == nil && len(out.ReplicationTasks) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, explain("look up task "+id, err)
	}
	return &out.ReplicationTasks[0], nil
}

func (r *task) read(ctx context.Context, c *Session) (*actual, error) {
	t, err := c.taskNamed(ctx, r.id)
	if t == nil || err != nil {
		return nil, err
	}
	a := &actual{arn: aws.ToString(t.ReplicationTaskArn), state: aws.ToString(t.Status)}
	// The user guide says that the type cannot be changed later; the API has a parameter for it. The guide is safer.
	a.fields = fix(a.fields, "type", string(t.MigrationType), r.t.Type)
	if !sameJSON(aws.ToString(t.TableMappings), r.t.mappings, false) {
		a.fields = append(a.fields, Field{Name: "mappings", From: digest(aws.ToString(t.TableMappings)), To: digest(r.t.mappings)})
	}
	if r.t.set != "" && !sameJSON(aws.ToString(t.ReplicationTaskSettings), r.t.set, true) {
		a.fields = append(a.fields, Field{Name: "settings", From: digest(aws.ToString(t.ReplicationTaskSettings)), To: digest(r.t.set)})
	}
	a.fields = differ(a.fields, "cdcStopPosition", aws.ToString(t.CdcStopPosition), r.t.CDCStop)
	return a, nil
}

// digest shows a document in a plan.
func digest(doc string) string {
	var d struct {
		Rules []json.RawMessage `json:"rules"`
	}
	if json.Unmarshal([]byte(doc), &d) == nil && len(d.Rules) > 0 {
		return fmt.Sprintf("%d rules", len(d.Rules))
	}
	return fmt.Sprintf("%d bytes", len(doc))
}

// sameJSON compares documents by value. With subset, only what want says counts: DMS fills in settings of its own.
// Numbers and strings of the same digits are the same to DMS.
func sameJSON(have, want string, subset bool) bool {
	var a, b any
	if json.Unmarshal([]byte(have), &a) != nil || json.Unmarshal([]byte(want), &b) != nil {
		return have == want
	}
	return sameValue(a, b, subset)
}

func sameValue(have, want any, subset bool) bool {
	switch w := want.(type) {
	case map[string]any:
		h, ok := have.(map[string]any)
		if !ok || !subset && len(h) != len(w) {
			return false
		}
		for k, v := range w {
			x, ok := h[k]
			if !ok && v != nil || ok && !sameValue(x, v, subset) {
				return false
			}
		}
		return true
	case []any:
		h, ok := have.([]any)
		if !ok || len(h) != len(w) {
			return false
		}
		for i := range w {
			if !sameValue(h[i], w[i], subset) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(have, want) || scalar(have) == scalar(want)
}

func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(v)
}

func (r *task) create(ctx context.Context, c *Session, tags []types.Tag) error {
	in, err := r.input(ctx, c)
	if err != nil {
		return err
	}
	in.Tags = tags
	if _, err := c.dms.CreateReplicationTask(ctx, in); err != nil {
		return explain("create task "+r.id, err)
	}
	return c.taskSettled(ctx, r.id)
}

// input looks up what the task hangs on.
func (r *task) input(ctx context.Context, c *Session) (*dms.CreateReplicationTaskInput, error) {
	i, err := c.instanceNamed(ctx, r.s.instanceID())
	if err != nil {
		return nil, err
	}
	if i == nil {
		return nil, fmt.Errorf("replication instance %s does not exist", r.s.instanceID())
	}
	var arns [2]*string
	for n, id := range []string{r.s.id("source"), r.s.id("target")} {
		e, err := c.endpointNamed(ctx, id)
		if err != nil {
			return nil, err
		}
		if e == nil {
			return nil, fmt.Errorf("endpoint %s does not exist", id)
		}
		arns[n] = e.EndpointArn
	}
	return &dms.CreateReplicationTaskInput{ReplicationTaskIdentifier: aws.String(r.id), ReplicationInstanceArn: i.ReplicationInstanceArn,
		SourceEndpointArn: arns[0], TargetEndpointArn: arns[1], MigrationType: types.MigrationTypeValue(r.t.Type),
		TableMappings: aws.String(r.t.mappings), ReplicationTaskSettings: optional(r.t.set),
		CdcStartPosition: optional(r.t.CDCStart), CdcStopPosition: optional(r.t.CDCStop)}, nil
}

// update stops the task where it runs: DMS changes stopped tasks only. It is not started again, since a reader of the
// plan may want a reload first.
func (r *task) update(ctx context.Context, c *Session, diff []Field) error {
	t, err := c.taskNamed(ctx, r.id)
	if t == nil || err != nil {
		return err
	}
	if running(aws.ToString(t.Status)) {
		if err := c.stopTask(ctx, t); err != nil {
			return err
		}
	}
	in := &dms.ModifyReplicationTaskInput{ReplicationTaskArn: t.ReplicationTaskArn}
	for _, f := range diff {
		switch f.Name {
		case "mappings":
			in.TableMappings = aws.String(r.t.mappings)
		case "settings":
			in.ReplicationTaskSettings = aws.String(r.t.set)
		case "cdcStopPosition":
			in.CdcStopPosition = aws.String(r.t.CDCStop)
		}
	}
	if _, err := c.dms.ModifyReplicationTask(ctx, in); err != nil {
		return explain("change task "+r.id, err)
	}
	return c.taskSettled(ctx, r.id)
}

func (r *task) remove(ctx context.Context, c *Session) error {
	t, err := c.taskNamed(ctx, r.id)
	if t == nil || err != nil {
		return err
	}
	if running(aws.ToString(t.Status)) {
		if err := c.stopTask(ctx, t); err != nil {
			return err
		}
	}
	if aws.ToString(t.Status) != "deleting" {
		if _, err := c.dms.DeleteReplicationTask(ctx, &dms.DeleteReplicationTaskInput{ReplicationTaskArn: t.ReplicationTaskArn}); err != nil && !isCode(err, notFound) {
			return explain("delete task "+r.id, err)
		}
	}
	return c.wait(ctx, "deletion of task "+r.id, func() (bool, string, error) {
		t, err := c.taskNamed(ctx, r.id)
		if t == nil || err != nil {
			return err == nil, "gone", err
		}
		return false, aws.ToString(t.Status), nil
	})
}

// running tells the states in which a task must be stopped before it can be changed.
func running(state string) bool { return state == "running" || state == "starting" }

// taskSettled waits until the task is none of creating, modifying, testing.
func (c *Session) taskSettled(ctx context.Context, id string) error {
	return c.wait(ctx, "task "+id, func() (bool, string, error) {
		t, err := c.taskNamed(ctx, id)
		if err != nil {
			return false, "", err
		}
		if t == nil {
			return false, "", fmt.Errorf("task %s is gone", id)
		}
		switch state := aws.ToString(t.Status); state {
		case "ready", "stopped", "running":
			return true, state, nil
		case "failed":
			return false, state, fmt.Errorf("task %s failed: %s", id, failure(t))
		default:
			return false, state, nil
		}
	})
}

// failure is why a task stopped or failed.
func failure(t *types.ReplicationTask) string {
	switch {
	case aws.ToString(t.LastFailureMessage) != "":
		return aws.ToString(t.LastFailureMessage)
	case aws.ToString(t.StopReason) != "":
		return aws.ToString(t.StopReason)
	}
	return "the service gives no reason; the task's log in CloudWatch has it"
}
