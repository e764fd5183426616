package diag

// CW1200 to CW1249: data types.
var (
	NumberNoPrecision = register(Code{ID: "CW1200", Title: "NUMBER without precision", Severity: Yellow, Learn: 15, Each: 2,
		Text: "The column can hold any decimal number; in the target it holds 28 digits before the point and 10 behind it.",
		Why: "Oracle's NUMBER floats: up to 40 digits, wherever the point is. The mapping that AWS DMS and its schema " +
			"conversion use gives it numeric(38,10): further decimals are rounded off, larger numbers refused.",
		Do: "Where it holds whole numbers, declare NUMBER(9) or NUMBER(18) in the source or override the column's type " +
			"(integer, bigint). Where all digits count, use the profile \"exact\", which gives numeric.",
		Example: "CREATE TABLE readings (id NUMBER(9) PRIMARY KEY, val NUMBER);"})
	FractionalSeconds = register(Code{ID: "CW1201", Title: "More than six decimals of a second", Severity: Yellow, Each: 2,
		Text:    "PostgreSQL keeps microseconds; what the source stores beyond the sixth decimal is rounded away.",
		Why:     "Oracle's timestamps and intervals have up to nine decimals of a second, PostgreSQL's six.",
		Do:      "Check that nothing depends on nanoseconds: unique keys over the column above all.",
		Example: "CREATE TABLE ticks (id NUMBER(9) PRIMARY KEY, at TIMESTAMP(9));"})
	ZoneNotKept = register(Code{ID: "CW1202", Title: "Time zone is not stored", Severity: Yellow, Learn: 10, Each: 2,
		Text: "timestamptz stores the instant, not the zone it was written in: values come back in the session's zone.",
		Why:  "Oracle's TIMESTAMP WITH TIME ZONE keeps the zone or offset beside the instant.",
		Do: "Nothing where only the instant counts. Where the original zone is shown or computed with, add a column for it. " +
			"A value that means the session's own time is TIMESTAMP WITH LOCAL TIME ZONE in Oracle, which maps without loss.",
		Example: "CREATE TABLE calls (id NUMBER(9) PRIMARY KEY, started TIMESTAMP WITH TIME ZONE);"})
	RowidColumn = register(Code{ID: "CW1203", Title: "Column of type ROWID", Severity: Yellow, Each: 20,
		Text: "The column becomes text. Row addresses of the source mean nothing in the target.",
		Why: "A ROWID is a physical address of Oracle's. PostgreSQL's, the ctid, changes with every update of its row and " +
			"cannot be kept for later.",
		Do:      "Refer to the row by its primary key instead.",
		Example: "CREATE TABLE exceptions (row_id ROWID, constraint_name VARCHAR2(30));"})
	BFileType = register(Code{ID: "CW1204", Title: "BFILE", Severity: Yellow, Each: 30,
		Text:    "The column becomes text and holds the name of the file; its content is not in the database, as before.",
		Why:     "PostgreSQL has no pointer to a file of the server. pg_read_binary_file reads one by name, given the right.",
		Do:      "Change what reads the column: take the content with pg_read_binary_file, or store it as bytea.",
		Example: "CREATE TABLE docs (id NUMBER(9) PRIMARY KEY, body BFILE);"})
	SpatialType = register(Code{ID: "CW1205", Title: "SDO_GEOMETRY", Severity: Yellow, Learn: 60, Each: 15,
		Text: "The value is kept part by part in a composite type; spatial functions and indexes are not there.",
		Why:  "Geometry is the extension PostGIS in PostgreSQL, which not every server has and whose type differs.",
		Do: "With PostGIS installed, override the type with geometry(geometry, srid) in crosswalk.yaml, and have the data " +
			"moved as well-known text.",
		Example: "CREATE TABLE sites (id NUMBER(9) PRIMARY KEY, place MDSYS.SDO_GEOMETRY);"})
	AnyTypeColumn = register(Code{ID: "CW1206", Title: "Type that holds any type", Severity: Yellow, Learn: 30, Each: 20,
		Text:    "ANYDATA and its kin become text: the value is kept as text, its type is not.",
		Why:     "PostgreSQL has no self-describing type of that kind.",
		Do:      "Choose the type that is really used, or jsonb with the type's name beside the value.",
		Example: "CREATE TABLE settings (name VARCHAR2(30), value SYS.ANYDATA);"})
	NegativeScale = register(Code{ID: "CW1207", Title: "Rounding to tens or hundreds", Severity: Yellow, Each: 5,
		Text:    "The column no longer rounds to the left of the decimal point.",
		Why:     "A negative scale came to PostgreSQL with version 15; before it, numeric counts decimals only.",
		Do:      "Set the target version to 15 or higher if the server has it, or round in a trigger.",
		Example: "-- target: 14\nCREATE TABLE budgets (year NUMBER(4), amount NUMBER(5,-2));"})
	UnknownType = register(Code{ID: "CW1208", Title: "Unknown type", Severity: Red, Learn: 5, Each: 10,
		Feature: "a type of PostgreSQL, by an override in crosswalk.yaml",
		Text:    "The type has no counterpart that is known: it is one of Oracle's own, or nothing in the sources says what it is.",
		Why:     "Types of Oracle's options (ORDSYS.ORDIMAGE, SYS.ANYDATASET) come with code that only Oracle has.",
		Do:      "Give the column a type by an override in crosswalk.yaml: bytea for an image, text or jsonb for a document.",
		Rewrite: "types:\n  overrides:\n    - {column: PARTS.PHOTO, target: bytea}",
		Example: "CREATE TABLE parts (id NUMBER(9), photo ORDSYS.ORDIMAGE);"})
	RefType = register(Code{ID: "CW1209", Title: "REF to an object", Severity: Red, Learn: 30, Each: 30,
		Feature: "a foreign key to the primary key",
		Text:    "A reference to a row object was not converted.",
		Why:     "Rows have no object identity in PostgreSQL.",
		Do:      "Use a foreign key to the primary key of the referenced table.",
		Rewrite: "parent_id bigint REFERENCES parents (parent_id)  -- in place of: parent REF parent_t",
		Example: "CREATE TYPE parent_t AS OBJECT (id NUMBER(9));\n/\nCREATE TABLE children (id NUMBER(9), parent REF parent_t);"})
	DoubleText = register(Code{ID: "CW1220", Title: "Binary number turned into text", Severity: Yellow, Class: Differs, Learn: 5, Each: 2,
		Text:    "A BINARY_DOUBLE or BINARY_FLOAT becomes text without a format.",
		Why:     "Oracle writes these with an exponent, 1.5E+000; the converted code writes the digits as of a NUMBER, 1.5.",
		Do:      "Give TO_CHAR a format where the text is compared, stored or read by others.",
		Rewrite: "to_char(ratio, 'FM999990.099')",
		Example: "CREATE TABLE parts (id NUMBER(9), ratio BINARY_DOUBLE);\nCREATE VIEW v AS SELECT 'r=' || ratio AS r FROM parts;"})
)
