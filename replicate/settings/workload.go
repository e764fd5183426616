package settings

import (
	"fmt"
	"sort"
)

// Workload is a kind of migration that settings are tuned for.
type Workload string

// The workloads.
const (
	Small Workload = "small" // under 100 GB, under 1,000 changed rows a second
	Large Workload = "large" // from 1 TB, or from 5,000 changed rows a second
	LOB   Workload = "lob"   // large objects are most of the data
)

// Workloads are all of them.
var Workloads = []Workload{Small, Large, LOB}

// Choice is a setting with the reason for its value.
type Choice struct {
	Path, Value, Reason string
	set                 func(*Settings)
}

// common are the choices for every workload: what a schema that is converted already needs.
func common() []Choice {
	return []Choice{
		{"FullLoadSettings.TargetTablePrepMode", "DO_NOTHING", "the converted schema is there: DMS must neither drop nor make tables. Before a reload, truncate them yourself",
			func(s *Settings) { s.FullLoadSettings.TargetTablePrepMode = "DO_NOTHING" }},
		{"Logging.EnableLogging", "true", "truncated and refused rows are told in the log only",
			func(s *Settings) { s.Logging.EnableLogging = true }},
		{"Logging.LogComponents", "5 at default", "the parts that say what was read, changed and written",
			func(s *Settings) {
				for _, id := range []string{"TRANSFORMATION", "SOURCE_UNLOAD", "TARGET_LOAD", "SOURCE_CAPTURE", "TARGET_APPLY"} {
					s.Logging.LogComponents = append(s.Logging.LogComponents, LogComponent{id, "LOGGER_SEVERITY_DEFAULT"})
				}
			}},
		{"ControlTablesSettings.StatusTableEnabled", "true", "latency can be watched from the target",
			func(s *Settings) { s.ControlTablesSettings.StatusTableEnabled = true }},
		{"ControlTablesSettings.SuspendedTablesTableEnabled", "true", "tables that were given up are listed with the reason",
			func(s *Settings) { s.ControlTablesSettings.SuspendedTablesTableEnabled = true }},
		{"ValidationSettings.EnableValidation", "true", "rows are compared after the load and after each change",
			func(s *Settings) { s.ValidationSettings.EnableValidation = true }},
		{"ValidationSettings.HandleCollationDiff", "true", "source and target order texts by different collations",
			func(s *Settings) { s.ValidationSettings.HandleCollationDiff = true }},
		{"ChangeProcessingDdlHandlingPolicy", "false", "the target's DDL comes from conversion; DDL of the source, carried over as it is, would undo it",
			func(s *Settings) { s.ChangeProcessingDdlHandlingPolicy = DDLHandling{} }},
		{"ErrorBehavior.DataTruncationErrorPolicy", "SUSPEND_TABLE", "a value that was cut must stop its table rather than go unseen",
			func(s *Settings) { s.ErrorBehavior.DataTruncationErrorPolicy = "SUSPEND_TABLE" }},
	}
}

// large are the choices for large migrations, after the tuning tables that practitioners publish.
func large() []Choice {
	return []Choice{
		{"TargetMetadata.BatchApplyEnabled", "true", "changes are grouped into batches. Tables with a unique key beside the primary key belong into a task without it (CW4014)",
			func(s *Settings) { s.TargetMetadata.BatchApplyEnabled = true }},
		{"FullLoadSettings.MaxFullLoadSubTasks", "16", "tables and segments at once; 16 to 32 where source and target keep up, 49 at most",
			func(s *Settings) { s.FullLoadSettings.MaxFullLoadSubTasks = 16 }},
		{"FullLoadSettings.CommitRate", "50000", "fewer commits on the target; the largest value that DMS takes",
			func(s *Settings) { s.FullLoadSettings.CommitRate = 50000 }},
		{"ChangeProcessingTuning.MemoryLimitTotal", "2048", "MB for transactions in memory before they go to disk",
			func(s *Settings) { s.ChangeProcessingTuning.MemoryLimitTotal = 2048 }},
		{"ChangeProcessingTuning.MemoryKeepTime", "120", "seconds before a transaction goes to disk",
			func(s *Settings) { s.ChangeProcessingTuning.MemoryKeepTime = 120 }},
		{"ChangeProcessingTuning.StatementCacheSize", "100", "prepared statements; 200 at most",
			func(s *Settings) { s.ChangeProcessingTuning.StatementCacheSize = 100 }},
		{"ChangeProcessingTuning.MinTransactionSize", "5000", "changes in a transaction on the target, where batch apply falls back",
			func(s *Settings) { s.ChangeProcessingTuning.MinTransactionSize = 5000 }},
		{"StreamBufferSettings.StreamBufferCount", "120", "more buffers, less spilling to disk. With their size this takes 15 GB: at least an r5.4xlarge",
			func(s *Settings) { s.StreamBufferSettings.StreamBufferCount = 120 }},
		{"StreamBufferSettings.StreamBufferSizeInMB", "128", "128 to 256 for many changes",
			func(s *Settings) { s.StreamBufferSettings.StreamBufferSizeInMB = 128 }},
		{"ValidationSettings.ThreadCount", "16", "validation keeps up with the load",
			func(s *Settings) { s.ValidationSettings.ThreadCount = 16 }},
	}
}

// lobs are the choices where large objects are most of the data. longest is the longest value in KB, 0 for unknown.
func lobs(longest int) []Choice {
	if longest > 0 && 3*longest <= 102400 {
		size := 3 * longest
		return []Choice{
			{"TargetMetadata.LimitedSizeLobMode", "true", "the longest value is known: limited mode is the fast one",
				func(s *Settings) { s.TargetMetadata.LimitedSizeLobMode, s.TargetMetadata.FullLobMode = true, false }},
			{"TargetMetadata.LobMaxSize", fmt.Sprint(size), fmt.Sprintf("KB; three times the longest value (%d KB), since large objects are converted to binary. Longer ones are cut", longest),
				func(s *Settings) { s.TargetMetadata.LobMaxSize = size }},
			{"ValidationSettings.ValidationPartialLobSize", fmt.Sprint(size), "compare what limited mode carries",
				func(s *Settings) { s.ValidationSettings.ValidationPartialLobSize = size }},
			{"FullLoadSettings.MaxFullLoadSubTasks", "4", "each holds buffers of LobMaxSize for every LOB column",
				func(s *Settings) { s.FullLoadSettings.MaxFullLoadSubTasks = 4 }},
		}
	}
	return []Choice{
		{"TargetMetadata.FullLobMode", "true", "the longest value is not known or over the limit of limited mode: full mode never cuts",
			func(s *Settings) { s.TargetMetadata.FullLobMode, s.TargetMetadata.LimitedSizeLobMode = true, false }},
		{"TargetMetadata.LobChunkSize", "64", "KB a step; larger chunks can fail the task",
			func(s *Settings) { s.TargetMetadata.LobChunkSize = 64 }},
		{"TargetMetadata.InlineLobMaxSize", "32", "KB; values up to this go with their row in the full load, which saves the lookup",
			func(s *Settings) { s.TargetMetadata.InlineLobMaxSize = 32 }},
		{"TargetMetadata.BatchApplyEnabled", "false", "batch apply carries large objects in limited mode alone",
			func(s *Settings) { s.TargetMetadata.BatchApplyEnabled = false }},
		{"FullLoadSettings.MaxFullLoadSubTasks", "4", "every value is looked up: more at once load the source, not the target",
			func(s *Settings) { s.FullLoadSettings.MaxFullLoadSubTasks = 4 }},
		{"FullLoadSettings.CommitRate", "1000", "rows are large: a commit of 10,000 holds too much",
			func(s *Settings) { s.FullLoadSettings.CommitRate = 1000 }},
	}
}

// For makes settings for a workload, and says why each that is not DMS's default has its value. longestLob is the
// longest large object in KB, 0 when not known.
func For(w Workload, longestLob int) (*Settings, []Choice, error) {
	choices := common()
	switch w {
	case Small:
	case Large:
		choices = append(choices, large()...)
	case LOB:
		choices = append(choices, lobs(longestLob)...)
	default:
		return nil, nil, fmt.Errorf("workload %q: write small, large or lob", w)
	}
	s := Default()
	for _, c := range choices {
		c.set(s)
	}
	sort.SliceStable(choices, func(i, j int) bool { return choices[i].Path < choices[j].Path })
	return s, choices, nil
}
