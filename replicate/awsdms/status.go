package awsdms

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cwtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	dms "github.com/aws/aws-sdk-go-v2/service/databasemigrationservice"
	"github.com/aws/aws-sdk-go-v2/service/databasemigrationservice/types"
)

// TaskStatus is what a task does, with DMS's names.
type TaskStatus struct {
	Task          string `json:"task"` // the stack's name for it
	ID            string `json:"replicationTaskIdentifier"`
	Status        string `json:"status"` // "" where the task does not exist
	StopReason    string `json:"stopReason,omitempty"`
	Failure       string `json:"lastFailureMessage,omitempty"`
	MigrationType string `json:"migrationType"`

	Percent       int32         `json:"fullLoadProgressPercent"`
	TablesLoaded  int32         `json:"tablesLoaded"`
	TablesLoading int32         `json:"tablesLoading"`
	TablesQueued  int32         `json:"tablesQueued"`
	TablesErrored int32         `json:"tablesErrored"`
	Elapsed       time.Duration `json:"elapsedNanos"`

	// Lags in seconds; nil where CloudWatch has no value of the last minutes.
	LagSource *float64 `json:"cdcLatencySource"`
	LagTarget *float64 `json:"cdcLatencyTarget"`

	Validation map[string]int `json:"validationStates"` // tables by state
	Tables     []TableStatus  `json:"tables,omitempty"`
}

// TableStatus is a row of DMS's table statistics.
type TableStatus struct {
	Schema     string `json:"schemaName"`
	Table      string `json:"tableName"`
	State      string `json:"tableState"`
	Rows       int64  `json:"fullLoadRows"`
	ErrorRows  int64  `json:"fullLoadErrorRows"`
	Inserts    int64  `json:"inserts"`
	Updates    int64  `json:"updates"`
	Deletes    int64  `json:"deletes"`
	Ddls       int64  `json:"ddls"`
	Validation string `json:"validationState"`
	Failed     int64  `json:"validationFailedRecords"`
	Pending    int64  `json:"validationPendingRecords"`
	Suspended  int64  `json:"validationSuspendedRecords"`
}

// Over tells whether nothing more will come: the task is not there, stopped or failed.
func (t *TaskStatus) Over() bool {
	return t.Status == "" || t.Status == "stopped" || t.Status == "failed" || t.Status == "ready"
}

// Bad tells whether a person must look: the task failed, or tables did, or validation found differences.
func (t *TaskStatus) Bad() bool {
	return t.Status == "failed" || t.TablesErrored > 0 || strings.HasSuffix(t.StopReason, "_ERROR") ||
		t.Validation["Mismatched records"] > 0 || t.Validation["Table error"] > 0
}

// Status reads the state of the tasks; with tables, of each table too.
func (c *Session) Status(ctx context.Context, s *Stack, names []string, tables bool) ([]*TaskStatus, error) {
	list, err := s.selected(names)
	if err != nil {
		return nil, err
	}
	var all []*TaskStatus
	for _, t := range list {
		st, err := c.taskStatus(ctx, s, t, tables)
		if err != nil {
			return nil, err
		}
		all = append(all, st)
	}
	return all, nil
}

func (c *Session) taskStatus(ctx context.Context, s *Stack, t *Task, tables bool) (*TaskStatus, error) {
	st := &TaskStatus{Task: t.Name, ID: s.id(t.Name), MigrationType: t.Type, Validation: map[string]int{}}
	rt, err := c.taskNamed(ctx, st.ID)
	if err != nil || rt == nil {
		return st, err
	}
	st.Status, st.MigrationType = aws.ToString(rt.Status), string(rt.MigrationType)
	st.StopReason = strings.TrimPrefix(aws.ToString(rt.StopReason), "Stop Reason ")
	st.Failure = aws.ToString(rt.LastFailureMessage)
	if x := rt.ReplicationTaskStats; x != nil {
		st.Percent, st.TablesLoaded, st.TablesLoading = x.FullLoadProgressPercent, x.TablesLoaded, x.TablesLoading
		st.TablesQueued, st.TablesErrored = x.TablesQueued, x.TablesErrored
		st.Elapsed = time.Duration(x.ElapsedTimeMillis) * time.Millisecond
	}
	if st.Status == "running" && rt.MigrationType != types.MigrationTypeValueFullLoad {
		if err := c.lag(ctx, s, rt, st); err != nil {
			return st, err
		}
	}
	return st, c.tableStatus(ctx, rt, st, tables)
}

func (c *Session) tableStatus(ctx context.Context, rt *types.ReplicationTask, st *TaskStatus, keep bool) error {
	p := dms.NewDescribeTableStatisticsPaginator(c.dms, &dms.DescribeTableStatisticsInput{ReplicationTaskArn: rt.ReplicationTaskArn, MaxRecords: aws.Int32(500)})
	for p.HasMorePages() {
		out, err := p.NextPage(ctx)
		if isCode(err, "InvalidResourceStateFault") {
			return nil // a task that never ran has no statistics
		}
		if err != nil {
			return explain("read the table statistics of "+st.ID, err)
		}
		for _, t := range out.TableStatistics {
			if v := aws.ToString(t.ValidationState); v != "" {
				st.Validation[v]++
			}
			if keep {
				st.Tables = append(st.Tables, TableStatus{Schema: aws.ToString(t.SchemaName), Table: aws.ToString(t.TableName),
					State: aws.ToString(t.TableState), Rows: t.FullLoadRows, ErrorRows: t.FullLoadErrorRows, Inserts: t.Inserts,
					Updates: t.Updates, Deletes: t.Deletes, Ddls: t.Ddls, Validation: aws.ToString(t.ValidationState),
					Failed: t.ValidationFailedRecords, Pending: t.ValidationPendingRecords, Suspended: t.ValidationSuspendedRecords})
			}
		}
	}
	sort.Slice(st.Tables, func(i, j int) bool {
		a, b := st.Tables[i], st.Tables[j]
		return a.Schema+"\x00"+a.Table < b.Schema+"\x00"+b.Table
	})
	return nil
}

// lag reads the CDC latency of the last five minutes. The user guide, "Replication task metrics", names the metrics
// CDCLatencySource and CDCLatencyTarget, by the identifiers of the instance and the task's resource.
func (c *Session) lag(ctx context.Context, s *Stack, rt *types.ReplicationTask, st *TaskStatus) error {
	arn := aws.ToString(rt.ReplicationTaskArn)
	resource := arn[strings.LastIndexByte(arn, ':')+1:]
	end := time.Now()
	for _, m := range []struct {
		name string
		to   **float64
	}{{"CDCLatencySource", &st.LagSource}, {"CDCLatencyTarget", &st.LagTarget}} {
		out, err := c.metrics.GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
			Namespace: aws.String("AWS/DMS"), MetricName: aws.String(m.name), Period: aws.Int32(60),
			StartTime: aws.Time(end.Add(-5 * time.Minute)), EndTime: aws.Time(end), Statistics: []cwtypes.Statistic{cwtypes.StatisticMaximum},
			Dimensions: []cwtypes.Dimension{
				{Name: aws.String("ReplicationInstanceIdentifier"), Value: aws.String(s.instanceID())},
				{Name: aws.String("ReplicationTaskIdentifier"), Value: aws.String(resource)}}})
		if err != nil {
			return explain("read the metric "+m.name+" from CloudWatch", err)
		}
		var newest time.Time
		for _, d := range out.Datapoints {
			if t := aws.ToTime(d.Timestamp); d.Maximum != nil && !t.Before(newest) {
				newest, *m.to = t, d.Maximum
			}
		}
	}
	return nil
}

// Line says in one line what the task does.
func (t *TaskStatus) Line() string {
	if t.Status == "" {
		return fmt.Sprintf("%s: not there; `crosswalk dms apply` makes it", t.Task)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", t.Task, t.Status)
	if t.MigrationType != "cdc" {
		fmt.Fprintf(&b, ", load %d%%, tables: %d loaded, %d loading, %d queued, %d errored", t.Percent, t.TablesLoaded, t.TablesLoading, t.TablesQueued, t.TablesErrored)
	}
	if t.LagTarget != nil {
		fmt.Fprintf(&b, ", CDC lag %.0f s", *t.LagTarget)
	}
	states := make([]string, 0, len(t.Validation))
	for v := range t.Validation {
		if v != "Not enabled" {
			states = append(states, v)
		}
	}
	sort.Strings(states)
	for i, v := range states {
		sep := ", "
		if i == 0 {
			sep = ", validation: "
		}
		fmt.Fprintf(&b, "%s%d %s", sep, t.Validation[v], strings.ToLower(v))
	}
	if t.StopReason != "" {
		fmt.Fprintf(&b, ", stopped: %s", t.StopReason)
	}
	if t.Failure != "" {
		fmt.Fprintf(&b, ": %s", t.Failure)
	}
	return b.String()
}
