package ir

// Statements that SQL Server's procedures have and others do not.
type (
	// BeginTran begins a transaction, or a level of one.
	BeginTran struct {
		StmtBase
		Name Name
	}

	// DDL defines, changes or drops objects when the body runs: most often temporary tables.
	DDL struct {
		StmtBase
		Objects []Object
	}

	// Truncate is TRUNCATE TABLE.
	Truncate struct {
		StmtBase
		Table *TableRef
	}

	// Analyze gathers the statistics of a table anew.
	Analyze struct {
		StmtBase
		Table *TableRef
	}
)
