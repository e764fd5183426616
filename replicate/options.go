package replicate

import (
	"time"

	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// PrepMode says what happens to target tables before the load, with the names of AWS DMS.
type PrepMode string

const (
	PrepDoNothing PrepMode = "DO_NOTHING"
	PrepDrop      PrepMode = "DROP_AND_CREATE"
	PrepTruncate  PrepMode = "TRUNCATE_BEFORE_LOAD"
)

// Options are the settings of a task. DefaultOptions has good ones.
type Options struct {
	Name string // of the task
	Mode Mode

	Prep                PrepMode
	MaxFullLoadSubTasks int
	CommitRate          int
	KeyAfterLoad        bool // CreatePkAfterFullLoad
	DeferIndexes        bool // take indexes and foreign keys away for the load
	ChunkBytes          int64
	StopAfterLoad       bool // StopTaskCachedChangesNotApplied
	StopAfterCached     bool // StopTaskCachedChangesApplied

	BatchApply   bool // BatchApplyEnabled
	BatchChanges int  // BatchSplitSize; the most changes of one batch
	BatchBytes   int
	BatchWait    time.Duration // BatchApplyTimeoutMin: the least time between two batches of BatchApply
	CommitWait   time.Duration // CommitTimeout: how long transactions are gathered into one, unless
	CommitEnough int           // MinTransactionSize: so many changes wait
	MemoryLimit  int           // bytes of transactions that wait
	SpillDir     string

	LOB    LOBMode
	Errors ErrorBehavior

	HandleDropped, HandleTruncated, HandleAltered bool

	History, StatusTable, SuspendedTable bool
	HistorySlot                          time.Duration

	StartPosition event.Position // cdc only: instead of now
	StopPosition  event.Position
	StopTime      time.Time // commit time
	StopAt        time.Time // server time

	// FollowFailover goes on by GTID where another server of the source's group has taken its place. It has to be asked for:
	// MariaDB's GTIDs are numbers, which another group of servers may have as well.
	FollowFailover bool

	// Begun says that the task must have a checkpoint: a reverse task begins with a cut-over, and with nothing else.
	Begun bool

	// Log is told what happens, in lines for people. It never gets values or secrets.
	Log func(format string, args ...any)
}

// DefaultOptions are used where the settings say nothing.
func DefaultOptions() Options {
	return Options{
		Name: "crosswalk", Mode: FullLoadCDC,
		Prep: PrepDoNothing, MaxFullLoadSubTasks: 8, CommitRate: 10000, ChunkBytes: 128 << 20,
		BatchChanges: 20000, BatchBytes: 16 << 20, MemoryLimit: 64 << 20, Errors: DefaultErrorBehavior(),
		HandleDropped: true, HandleTruncated: true, HandleAltered: true, HistorySlot: 5 * time.Minute,
		Log: func(string, ...any) {},
	}
}
