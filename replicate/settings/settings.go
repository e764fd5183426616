// Package settings holds the task settings of AWS DMS: the whole document with DMS's names and defaults. The built-in
// replicator works by the same document. Keys that DMS has and this package does not know are kept and reported.
package settings

// Settings is a task-settings document. Defaults are those of the user guide's text; where the guide's sample or tasks
// seen in the wild have other values, the comment says so.
type Settings struct {
	TargetMetadata                      TargetMetadata
	FullLoadSettings                    FullLoadSettings
	Logging                             Logging
	ControlTablesSettings               ControlTablesSettings
	StreamBufferSettings                StreamBufferSettings
	ChangeProcessingDdlHandlingPolicy   DDLHandling
	ChangeProcessingTuning              ChangeProcessingTuning
	ErrorBehavior                       ErrorBehavior
	ValidationSettings                  ValidationSettings
	ResyncSettings                      *ResyncSettings             `json:",omitempty"`
	CharacterSetSettings                *CharacterSetSettings       `json:",omitempty"`
	BeforeImageSettings                 *BeforeImageSettings        `json:",omitempty"`
	LoopbackPreventionSettings          *LoopbackPreventionSettings `json:",omitempty"`
	TTSettings                          *TTSettings                 `json:",omitempty"`
	FailTaskWhenCleanTaskResourceFailed bool

	// Unknown are keys that this package does not know, by their path ("FullLoadSettings.BulkApplySrcPauseCnt"), as JSON.
	// They are written back where they stood. A key with a dot is quoted in its path.
	Unknown map[string]string `json:"-"`

	given map[string]bool
}

// Given tells whether the document itself has a setting, by its path; the others have their defaults.
func (s *Settings) Given(path string) bool { return s.given[path] }

// TargetMetadata is about the target and its large objects.
type TargetMetadata struct {
	TargetSchema                 string
	SupportLobs                  bool
	FullLobMode                  bool
	LobChunkSize                 int // KB
	LimitedSizeLobMode           bool
	LobMaxSize                   int // KB
	InlineLobMaxSize             int // KB
	LoadMaxFileSize              int
	ParallelLoadThreads          int
	ParallelLoadBufferSize       int
	ParallelLoadQueuesPerThread  int
	ParallelApplyThreads         int
	ParallelApplyBufferSize      int
	ParallelApplyQueuesPerThread int
	BatchApplyEnabled            bool
	TaskRecoveryTableEnabled     bool
}

// FullLoadSettings are about the full load.
type FullLoadSettings struct {
	TargetTablePrepMode             string
	CreatePkAfterFullLoad           bool
	StopTaskCachedChangesApplied    bool
	StopTaskCachedChangesNotApplied bool
	MaxFullLoadSubTasks             int
	TransactionConsistencyTimeout   int // s
	CommitRate                      int
}

// Logging is about logs.
type Logging struct {
	EnableLogging    bool
	EnableLogContext bool           `json:",omitempty"`
	DeleteTaskLogs   bool           `json:",omitempty"`
	LogComponents    []LogComponent `json:",omitempty"`
	// Read only: DMS sets them, and refuses a task that is created with them.
	CloudWatchLogGroup  *string `json:",omitempty"`
	CloudWatchLogStream *string `json:",omitempty"`
}

// LogComponent is how much one part of a task says.
type LogComponent struct{ Id, Severity string }

// ControlTablesSettings are about the awsdms_ tables.
type ControlTablesSettings struct {
	ControlSchema                 string
	HistoryTimeslotInMinutes      int
	HistoryTableEnabled           bool
	SuspendedTablesTableEnabled   bool
	StatusTableEnabled            bool
	FullLoadExceptionTableEnabled bool
}

// StreamBufferSettings are about the buffers between source and target.
type StreamBufferSettings struct {
	StreamBufferCount        int
	StreamBufferSizeInMB     int
	CtrlStreamBufferSizeInMB int
}

// DDLHandling says which DDL of the source is carried out on the target.
type DDLHandling struct {
	HandleSourceTableDropped, HandleSourceTableTruncated, HandleSourceTableAltered bool
}

// ChangeProcessingTuning is about applying changes.
type ChangeProcessingTuning struct {
	BatchApplyPreserveTransaction bool
	BatchApplyTimeoutMin          int // s
	BatchApplyTimeoutMax          int // s
	BatchApplyMemoryLimit         int // MB
	BatchSplitSize                int
	MinTransactionSize            int
	CommitTimeout                 int // s
	MemoryLimitTotal              int // MB
	MemoryKeepTime                int // s
	StatementCacheSize            int
	RecoveryTimeout               int // min
}

// ErrorBehavior says what an error does.
type ErrorBehavior struct {
	DataErrorPolicy, DataTruncationErrorPolicy, DataMaskingErrorPolicy, DataErrorEscalationPolicy string
	DataErrorEscalationCount                                                                      int
	EventErrorPolicy, TableErrorPolicy, TableErrorEscalationPolicy                                string
	TableErrorEscalationCount                                                                     int
	RecoverableErrorCount, RecoverableErrorInterval                                               int
	RecoverableErrorThrottling                                                                    bool
	RecoverableErrorThrottlingMax                                                                 int
	RecoverableErrorStopRetryAfterThrottlingMax                                                   bool
	ApplyErrorDeletePolicy, ApplyErrorInsertPolicy, ApplyErrorUpdatePolicy                        string
	ApplyErrorEscalationPolicy                                                                    string
	ApplyErrorEscalationCount                                                                     int
	ApplyErrorFailOnTruncationDdl, FailOnNoTablesCaptured                                         bool
	FailOnTransactionConsistencyBreached, FullLoadIgnoreConflicts                                 bool
}

// ValidationSettings are about data validation.
type ValidationSettings struct {
	EnableValidation                 bool
	ValidationOnly                   bool
	ValidationMode                   string
	ThreadCount                      int
	PartitionSize                    int
	FailureMaxCount                  int
	TableFailureMaxCount             int
	RecordFailureDelayInMinutes      int
	RecordFailureDelayLimitInMinutes int
	RecordSuspendDelayInMinutes      int
	MaxKeyColumnSize                 int
	HandleCollationDiff              bool
	SkipLobColumns                   bool
	ValidationPartialLobSize         int // KB
	ValidationQueryCdcDelaySeconds   int
}

// ResyncSettings are about repairing what validation found; engine 3.6.1 and later.
type ResyncSettings struct {
	EnableResync     bool
	ResyncSchedule   string `json:",omitempty"`
	MaxResyncTime    int    `json:",omitempty"` // min
	ValidationTaskId string `json:",omitempty"`
}

// CharacterSetSettings replace characters.
type CharacterSetSettings struct {
	CharacterReplacements []CharacterReplacement `json:",omitempty"`
	CharacterSetSupport   *CharacterSetSupport   `json:",omitempty"`
}

// CharacterReplacement is one replacement, by code points in hexadecimal; a target of 0 deletes.
type CharacterReplacement struct{ SourceCharacterCodePoint, TargetCharacterCodePoint int }

// CharacterSetSupport replaces what a character set does not have.
type CharacterSetSupport struct {
	CharacterSet                  string
	ReplaceWithCharacterCodePoint int
}

// BeforeImageSettings are for streams.
type BeforeImageSettings struct {
	EnableBeforeImage bool
	FieldName         string
	ColumnFilter      string
}

// LoopbackPreventionSettings are for replication in both directions. The guide describes the group under change
// processing and shows it at the top; it is read at the top.
type LoopbackPreventionSettings struct {
	EnableLoopbackPrevention   bool
	SourceSchema, TargetSchema string
}

// TTSettings are about Time Travel logs.
type TTSettings struct {
	EnableTT         bool
	TTS3Settings     *TTS3Settings     `json:",omitempty"`
	TTRecordSettings *TTRecordSettings `json:",omitempty"`
}

// TTS3Settings say where Time Travel logs go.
type TTS3Settings struct {
	EncryptionMode, ServerSideEncryptionKmsKeyId, ServiceAccessRoleArn, BucketName, BucketFolder string
	EnableDeletingFromS3OnTaskDelete                                                             bool
}

// TTRecordSettings say what Time Travel logs hold.
type TTRecordSettings struct {
	EnableRawData                  bool
	RawDataFormat, OperationsToLog string
	MaxRecordSize                  int // KB
}

// Default gives DMS's defaults. Where the guide states none, the value of its sample document is taken.
func Default() *Settings {
	return &Settings{
		TargetMetadata: TargetMetadata{SupportLobs: true, LimitedSizeLobMode: true, LobChunkSize: 64, LobMaxSize: 32,
			ParallelLoadBufferSize: 50, ParallelLoadQueuesPerThread: 1, ParallelApplyBufferSize: 100, ParallelApplyQueuesPerThread: 1},
		FullLoadSettings: FullLoadSettings{TargetTablePrepMode: "DO_NOTHING", MaxFullLoadSubTasks: 8,
			TransactionConsistencyTimeout: 600, CommitRate: 10000},
		ControlTablesSettings:             ControlTablesSettings{HistoryTimeslotInMinutes: 5},
		StreamBufferSettings:              StreamBufferSettings{StreamBufferCount: 3, StreamBufferSizeInMB: 8, CtrlStreamBufferSizeInMB: 5},
		ChangeProcessingDdlHandlingPolicy: DDLHandling{true, true, true},
		ChangeProcessingTuning: ChangeProcessingTuning{BatchApplyPreserveTransaction: true, BatchApplyTimeoutMin: 1, BatchApplyTimeoutMax: 30,
			BatchApplyMemoryLimit: 500, MinTransactionSize: 1000, CommitTimeout: 1, MemoryLimitTotal: 1024, MemoryKeepTime: 60,
			StatementCacheSize: 50, RecoveryTimeout: -1},
		ErrorBehavior: ErrorBehavior{DataErrorPolicy: "LOG_ERROR", DataTruncationErrorPolicy: "LOG_ERROR", DataMaskingErrorPolicy: "STOP_TASK",
			DataErrorEscalationPolicy: "SUSPEND_TABLE", EventErrorPolicy: "IGNORE", TableErrorPolicy: "SUSPEND_TABLE", TableErrorEscalationPolicy: "STOP_TASK",
			RecoverableErrorCount: -1, RecoverableErrorInterval: 5, RecoverableErrorThrottling: true, RecoverableErrorThrottlingMax: 1800,
			RecoverableErrorStopRetryAfterThrottlingMax: true, ApplyErrorDeletePolicy: "IGNORE_RECORD", ApplyErrorInsertPolicy: "LOG_ERROR",
			ApplyErrorUpdatePolicy: "LOG_ERROR", ApplyErrorEscalationPolicy: "LOG_ERROR", FailOnNoTablesCaptured: true, FullLoadIgnoreConflicts: true},
		ValidationSettings: ValidationSettings{ValidationMode: "ROW_LEVEL", ThreadCount: 5, PartitionSize: 10000, FailureMaxCount: 10000,
			TableFailureMaxCount: 1000, RecordFailureDelayInMinutes: 5, RecordSuspendDelayInMinutes: 30, MaxKeyColumnSize: 8096},
	}
}
