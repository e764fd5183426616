// Package infra writes what a migration by AWS DMS needs on AWS, as Terraform or as CloudFormation: subnet group,
// replication instance or serverless configurations, endpoints, tasks, IAM, security group, alarms and a dashboard.
//
// Both forms have the same resources and the identifiers that `crosswalk dms` uses, so that its start, status, watch,
// reload and stop work on the tasks that they made; it knows no serverless replications. Facts that both share are rows here (engines, sizes, alarms, actions);
// terraform.go fills templates, cloudformation.go builds a template's tree.
//
// No secret is in any file: endpoints name secrets of AWS Secrets Manager, and what only the account knows (VPC, subnets,
// ARNs) is a variable. Nothing is started: a task starts when somebody starts it.
package infra

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Input says what to write.
type Input struct {
	Name           string // in front of all identifiers
	Source, Target string // EngineName of DMS
	Tasks          []Task
	Settings       []byte // task settings; nil for DMS's defaults
	Workload       string // small, large or lob: the default size
	Serverless     bool   // serverless configurations instead of an instance with tasks
}

// Task is a replication task.
type Task struct {
	Name     string
	Mappings []byte
}

// identifier is DMS's rule for identifiers, with room for what is put behind the name.
var identifier = regexp.MustCompile(`^[a-zA-Z](-?[a-zA-Z0-9])*$`)

// ValidName tells whether DMS takes a name as an identifier.
func ValidName(s string) bool { return identifier.MatchString(s) }

// maxMappings is the largest mapping document that DMS processes.
const maxMappings = 2 << 20

func (in *Input) check() error {
	switch {
	case !identifier.MatchString(in.Name) || len(in.Name) > 40:
		return fmt.Errorf("the name %q: write at most 40 letters, digits and single hyphens, a letter first", in.Name)
	case len(in.Tasks) == 0:
		return fmt.Errorf("there is no task")
	}
	for _, e := range []string{in.Source, in.Target} {
		if _, ok := engines[e]; !ok {
			return fmt.Errorf("engine %q: write one of %s", e, strings.Join(EngineNames(), ", "))
		}
	}
	if _, ok := sizes[in.Workload]; !ok {
		return fmt.Errorf("workload %q: write small, large or lob", in.Workload)
	}
	for _, t := range in.Tasks {
		switch {
		case !identifier.MatchString(t.Name):
			return fmt.Errorf("the task's name %q: write letters, digits and single hyphens, a letter first", t.Name)
		case !json.Valid(t.Mappings):
			return fmt.Errorf("the mappings of task %s are no JSON", t.Name)
		case len(t.Mappings) > maxMappings:
			return fmt.Errorf("the mappings of task %s have %d bytes, and DMS takes 2 MB at most: divide the tables with --split", t.Name, len(t.Mappings))
		}
	}
	if in.Settings != nil && !json.Valid(in.Settings) {
		return fmt.Errorf("the task settings are no JSON")
	}
	return nil
}

// engine is what differs between engines.
type engine struct {
	Title    string
	Port     int
	SSLModes []string // that DMS takes (user guide, "Using SSL with AWS DMS")
	SSL      string   // default; "" makes whoever applies it choose
	Settings string   // CloudFormation's property for the engine's settings
	AsSource string   // extra connection attributes
	AsTarget string
}

var everySSL = []string{"none", "require", "verify-ca", "verify-full"}

// engines are the values of EngineName that have a row. Oracle knows no SSL mode between none and verify-ca, which needs
// a wallet: there is no default, so that nobody sends data in the clear without having said so.
var engines = map[string]engine{
	"oracle": {Title: "Oracle", Port: 1521, SSLModes: []string{"none", "verify-ca"}, Settings: "OracleSettings",
		AsSource: "failTasksOnLobTruncation=true;"},
	"sqlserver":         {Title: "SQL Server", Port: 1433, SSLModes: everySSL, SSL: "require", Settings: "MicrosoftSqlServerSettings"},
	"postgres":          postgres("PostgreSQL"),
	"aurora-postgresql": postgres("Aurora PostgreSQL"),
	"mysql":             mysql("MySQL"),
	"aurora":            mysql("Aurora MySQL"),
	"mariadb":           mysql("MariaDB"),
}

// postgres keeps triggers and foreign keys of a target quiet, which the source's rows have been through already.
func postgres(title string) engine {
	return engine{Title: title, Port: 5432, SSLModes: everySSL, SSL: "require", Settings: "PostgreSqlSettings",
		AsSource: "failTasksOnLobTruncation=true;", AsTarget: "afterConnectScript=SET session_replication_role='replica';"}
}

func mysql(title string) engine {
	return engine{Title: title, Port: 3306, SSLModes: everySSL, SSL: "require", Settings: "MySqlSettings",
		AsTarget: "Initstmt=SET FOREIGN_KEY_CHECKS=0;"}
}

// EngineNames are the engines that can be written for.
func EngineNames() []string {
	var out []string
	for k := range engines {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// size is the default of what carries a workload, after the sizing tables that `crosswalk dms plan` goes by.
type size struct {
	Class     string
	StorageGB int
	Units     [2]int // DMS capacity units of 2 GB, smallest and largest, of a serverless replication
	Why       string
}

var sizes = map[string]size{
	"small": {"dms.t3.medium", 50, [2]int{1, 8}, "under 100 GB and 1,000 changes a second"},
	"large": {"dms.r5.4xlarge", 500, [2]int{4, 64}, "1 to 10 TB, up to 20,000 changes a second"},
	"lob":   {"dms.r5.xlarge", 100, [2]int{2, 32}, "100 GB to 1 TB, large objects being most of it"},
}

// threshold is a bound that whoever applies the files can move.
type threshold struct {
	Variable, Parameter string // in Terraform, in CloudFormation
	Says                string
	Value               int
	Factor              int // from the variable's unit to the metric's; CloudFormation cannot calculate
}

var (
	cdcLag      = &threshold{"cdc_lag_seconds", "CdcLagSeconds", "Alarm when changes are later than this many seconds.", 60, 1}
	cpu         = &threshold{"cpu_percent", "CpuPercent", "Alarm when the CPU is busier than this.", 90, 1}
	freeMemory  = &threshold{"free_memory_gb", "FreeMemoryBytes", "Alarm when less memory is free.", 1, 1 << 30}
	freeStorage = &threshold{"free_storage_gb", "FreeStorageBytes", "Alarm when less disk is free.", 10, 1 << 30}
	thresholds  = []*threshold{cdcLag, cpu, freeMemory, freeStorage}
)

// alarm is a CloudWatch alarm.
type alarm struct {
	Key, Metric string
	PerTask     bool // of each task; else of the instance
	Above       bool // at values above the threshold; else below
	Threshold   *threshold
	Statistic   string
	Says        string
}

// Comparison is the comparison operator, which Terraform and CloudFormation spell alike.
func (a alarm) Comparison() string {
	if a.Above {
		return "GreaterThanThreshold"
	}
	return "LessThanThreshold"
}

// alarms follow the user guide, "Monitoring AWS DMS tasks": there is no metric CDCLatency, but one for what has not been
// read from the source and one for what the target has not got.
var alarms = []alarm{
	{"cdc-latency-source", "CDCLatencySource", true, true, cdcLag, "Maximum", "changes wait to be read from the source"},
	{"cdc-latency-target", "CDCLatencyTarget", true, true, cdcLag, "Maximum", "changes wait to be applied to the target"},
	{"cpu", "CPUUtilization", false, true, cpu, "Average", "the replication instance is short of CPU"},
	{"memory", "FreeableMemory", false, false, freeMemory, "Average", "the replication instance is short of memory and will spill to disk"},
	{"storage", "FreeStorageSpace", false, false, freeStorage, "Average", "the disk of the replication instance fills with changes: the tasks will stop"},
}

// Of three minutes two must be bad: a single slow minute wakes nobody.
const (
	alarmPeriod     = 60
	alarmPeriods    = 3
	alarmDatapoints = 2
)

// widget is a graph of the dashboard.
type widget struct {
	Title   string
	Metrics []string
	PerTask bool
	Stat    string
}

// X and Y put the graphs into two columns of the 24 units that a dashboard is wide.
func (widget) X(i int) int { return i % 2 * 12 }

// Y is the row's place.
func (widget) Y(i int) int { return i / 2 * 6 }

var widgets = []widget{
	{"CDC latency (s)", []string{"CDCLatencySource", "CDCLatencyTarget"}, true, "Maximum"},
	{"Rows a second", []string{"FullLoadThroughputRowsTarget", "CDCThroughputRowsSource", "CDCThroughputRowsTarget"}, true, "Average"},
	{"Changes waiting", []string{"CDCIncomingChanges", "CDCChangesMemoryTarget", "CDCChangesDiskTarget"}, true, "Average"},
	{"CPU (%)", []string{"CPUUtilization"}, false, "Average"},
	{"Free memory (bytes)", []string{"FreeableMemory"}, false, "Average"},
	{"Free storage (bytes)", []string{"FreeStorageSpace"}, false, "Average"},
}

// Actions of whoever runs the tasks. Describe actions know no resources (Service Authorization Reference, "AWS Database
// Migration Service"); the others are granted on this migration's resources alone.
var (
	lookActions = []string{"dms:DescribeConnections", "dms:DescribeEndpoints", "dms:DescribeReplicationInstances", "dms:DescribeReplicationTasks",
		"dms:DescribeReplicationTaskAssessmentRuns", "dms:DescribeReplicationTaskIndividualAssessments", "dms:DescribeTableStatistics",
		"cloudwatch:GetMetricStatistics"}
	runActions            = []string{"dms:ReloadTables", "dms:StartReplicationTask", "dms:StartReplicationTaskAssessmentRun", "dms:StopReplicationTask"}
	lookServerlessActions = []string{"dms:DescribeConnections", "dms:DescribeEndpoints", "dms:DescribeReplicationConfigs", "dms:DescribeReplications",
		"dms:DescribeReplicationTableStatistics", "cloudwatch:GetMetricStatistics"}
	runServerlessActions = []string{"dms:ReloadReplicationTables", "dms:StartReplication", "dms:StopReplication"}
	secretActions        = []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
	logActions           = []string{"logs:DescribeLogStreams", "logs:FilterLogEvents", "logs:GetLogEvents"}
)

func (in *Input) look() []string {
	if in.Serverless {
		return lookServerlessActions
	}
	return lookActions
}

func (in *Input) run() []string {
	if in.Serverless {
		return runServerlessActions
	}
	return runActions
}

// serviceRole is a role that DMS looks for by its name, one an account.
type serviceRole struct{ Name, Policy string }

// serviceRoles follow the user guide, "Creating the IAM roles to use with AWS DMS".
var serviceRoles = []serviceRole{
	{"dms-vpc-role", "AmazonDMSVPCManagementRole"},
	{"dms-cloudwatch-logs-role", "AmazonDMSCloudWatchLogsRole"},
}
