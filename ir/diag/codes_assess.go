package diag

// CW3000 to CW3049: suppressions, and what the assessment says about its own work.
var (
	BadSuppression = register(Code{ID: "CW3000", Title: "Suppression that cannot be read", Severity: Yellow, Each: 1,
		Text:    "The comment begins as a suppression but does not name a finding, or has a date that is none. It suppresses nothing.",
		Why:     "A suppression that is misread would hide something else, or nothing, without anybody noticing.",
		Do:      "Write it as: -- crosswalk:ignore CW1234 until=2030-12-31 owner=name the reason. Code and reason are needed, the rest is not.",
		Example: "-- crosswalk:ignore CW12 no such finding\nCREATE SEQUENCE s;"})
	UnusedSuppression = register(Code{ID: "CW3001", Title: "Unused suppression", Severity: Yellow, Each: 1,
		Text:    "Nothing that the suppression names is found where it applies.",
		Why:     "What it was written for has been mended or moved. Left in place it would hide the next finding of that kind.",
		Do:      "Take it out.",
		Example: "-- crosswalk:ignore CW1200 the amounts are whole numbers\nCREATE TABLE t (n NUMBER(9));"})
	ExpiredSuppression = register(Code{ID: "CW3002", Title: "Expired suppression", Severity: Yellow, Each: 5,
		Text:    "The date that the suppression gives is past: the finding that it names counts again.",
		Why:     "Whoever wrote it asked to be reminded on that date.",
		Do:      "Mend what the finding says, or decide again and set a new date.",
		Example: "-- crosswalk:ignore CW1200 until=2020-01-31 until the pilot is over\nCREATE TABLE t (n NUMBER);"})
	NoReason = register(Code{ID: "CW3003", Title: "Suppression without a reason", Severity: Yellow, Each: 1,
		Text:    "The suppression says what to leave out but not why. It suppresses nothing.",
		Why:     "A reviewer who meets it later must be able to tell whether it still holds.",
		Do:      "Write the reason behind the code.",
		Example: "CREATE TABLE t (n NUMBER); -- crosswalk:ignore CW1200"})
	TooSlow = register(Code{ID: "CW3010", Title: "Statement given up after the time limit", Severity: Red, Class: Fails, Each: 30,
		Feature: "the same statement, in smaller parts",
		Text:    "Parsing the statement took longer than the time limit for one statement, and was given up. The rest of the input is not affected.",
		Why:     "No statement may hold up the whole assessment. Real ones take milliseconds; one that takes longer is generated, or is met badly by the parser.",
		Do:      "Split the statement, raise the limit with --unit-timeout, or report it as a defect of Crosswalk.",
		Rewrite: "-- the statement in parts: one INSERT for some hundred rows, a query's subqueries as views",
		Example: ""})
	NotAccounted = register(Code{ID: "CW3011", Title: "Statement without an outcome", Severity: Red, Class: Fails, Each: 15,
		Feature: "the statement, written by hand",
		Text:    "The statement was read, but no object of the report came of it.",
		Why:     "Crosswalk counts every statement of the source into an outcome. One that is left over is a defect of Crosswalk, and is shown rather than lost.",
		Do:      "Convert the statement by hand, and report it.",
		Rewrite: "-- the statement as the target spells it",
		Example: ""})
)

// NeedsServer tells findings that only a run with a real server makes.
func NeedsServer(id string) bool { return id >= "CW1802" && id <= "CW1849" }
