package mysql

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

const engine = "mysql"

// column is what the binlog's decoder needs to know of a column beyond its type.
type column struct {
	charset  string
	members  []string // of an enum or set
	virtual  bool     // not in the log
	zerofill bool
}

// table is a table with what this engine alone needs.
type table struct {
	*event.Table
	cols []column
}

const systemSchemas = "('mysql', 'information_schema', 'performance_schema', 'sys', 'awsdms_control')"

// catalog describes tables; ids nil means all.
func catalog(ctx context.Context, db *sql.DB, ids []event.TableID) ([]*table, error) {
	filter := " not in " + systemSchemas
	if ids != nil {
		names := []string{"''"}
		for _, id := range ids {
			names = append(names, literal(id.Schema))
		}
		filter = " in (" + strings.Join(names, ", ") + ")"
	}
	rows, err := queryStrings(ctx, db, `select table_schema, table_name, table_type, ifnull(table_rows, 0), ifnull(data_length, 0) from information_schema.tables
		where table_schema`+filter+` and table_type in ('BASE TABLE', 'VIEW') and table_name not like 'crosswalk\_%' and table_name not like 'awsdms\_%' order by 1, 2`)
	if err != nil {
		return nil, err
	}
	want := map[event.TableID]bool{}
	for _, id := range ids {
		want[id] = true
	}
	var out []*table
	index := map[event.TableID]*table{}
	for _, r := range rows {
		id := event.TableID{Schema: r[0], Name: r[1]}
		if ids != nil && !want[id] {
			continue
		}
		t := &table{Table: &event.Table{ID: id, View: r[2] == "VIEW", FullBefore: true}}
		t.Rows, _ = strconv.ParseInt(r[3], 10, 64)
		t.Bytes, _ = strconv.ParseInt(r[4], 10, 64)
		out, index[id] = append(out, t), t
	}
	if err := columns(ctx, db, filter, index); err != nil {
		return nil, err
	}
	return out, keys(ctx, db, filter, index)
}

func columns(ctx context.Context, db *sql.DB, filter string, index map[event.TableID]*table) error {
	rows, err := queryStrings(ctx, db, `select table_schema, table_name, column_name, data_type, column_type, ifnull(character_maximum_length, 0),
		ifnull(numeric_precision, 0), ifnull(numeric_scale, 0), ifnull(datetime_precision, 0), ifnull(character_set_name, ''), is_nullable, extra
		from information_schema.columns where table_schema`+filter+` order by 1, 2, ordinal_position`)
	if err != nil {
		return err
	}
	for _, r := range rows {
		t := index[event.TableID{Schema: r[0], Name: r[1]}]
		if t == nil {
			continue
		}
		extra := strings.ToUpper(r[11])
		gen := strings.Contains(extra, "GENERATED") && !strings.Contains(extra, "DEFAULT_GENERATED") || strings.Contains(extra, "VIRTUAL") || strings.Contains(extra, "PERSISTENT")
		c := event.Column{Name: r[2], Type: typeOf(r[3], r[4], r[5], r[6], r[7], r[8]), Nullable: r[10] == "YES", Generated: gen}
		m := column{charset: r[9], virtual: gen && strings.Contains(extra, "VIRTUAL"), zerofill: strings.Contains(r[4], "zerofill")}
		if c.Type.Kind == canon.Enum || c.Type.Kind == canon.Set {
			m.members = members(r[4])
		}
		t.Columns, t.cols = append(t.Columns, c), append(t.cols, m)
	}
	return nil
}

// members reads the values of enum('a','b').
func members(columnType string) []string {
	i, j := strings.IndexByte(columnType, '('), strings.LastIndexByte(columnType, ')')
	if i < 0 || j < i {
		return nil
	}
	var out []string
	s := columnType[i+1 : j]
	for len(s) > 0 && s[0] == '\'' {
		var b strings.Builder
		k := 1
		for ; k < len(s); k++ {
			if s[k] == '\'' {
				if k+1 < len(s) && s[k+1] == '\'' {
					k++
				} else {
					break
				}
			}
			b.WriteByte(s[k])
		}
		out = append(out, b.String())
		s = strings.TrimPrefix(s[min(k+1, len(s)):], ",")
	}
	return out
}

// keys takes the primary key, or else the first unique index over columns that are never NULL.
func keys(ctx context.Context, db *sql.DB, filter string, index map[event.TableID]*table) error {
	rows, err := queryStrings(ctx, db, `select table_schema, table_name, index_name, column_name, ifnull(sub_part, '') from information_schema.statistics
		where non_unique = 0 and table_schema`+filter+` order by 1, 2, index_name <> 'PRIMARY', index_name, seq_in_index`)
	if err != nil {
		return err
	}
	type idx struct {
		t    *table
		name string
		cols []int
		bad  bool
	}
	var list []*idx
	for _, r := range rows {
		t := index[event.TableID{Schema: r[0], Name: r[1]}]
		if t == nil {
			continue
		}
		if n := len(list); n == 0 || list[n-1].t != t || list[n-1].name != r[2] {
			list = append(list, &idx{t: t, name: r[2]})
		}
		x := list[len(list)-1]
		c := t.Ordinal(r[3])
		if c < 0 || t.Columns[c].Nullable || r[4] != "" {
			x.bad = true
		}
		x.cols = append(x.cols, c)
	}
	for _, x := range list {
		if !slices.Contains(x.cols, -1) {
			x.t.Uniques = append(x.t.Uniques, x.cols)
		}
		if x.bad || len(x.t.Key) > 0 {
			x.t.OtherKeys = true
			continue
		}
		x.t.Key = x.cols
	}
	return nil
}

// intBits is the width of each integer type.
var intBits = map[string]int{"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}

// lobs are the types that AWS DMS treats as large objects.
var lobs = map[string]bool{"text": true, "mediumtext": true, "longtext": true, "blob": true, "mediumblob": true, "longblob": true, "json": true}

func typeOf(data, native, chars, digits, scale, fraction string) canon.Type {
	t := canon.Type{Native: native, Engine: engine, LOB: lobs[data]}
	n := func(s string) int { v, _ := strconv.Atoi(s); return v }
	switch data {
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		t.Kind, t.Bits, t.Unsigned = canon.Int, intBits[data], strings.Contains(native, "unsigned")
	case "year":
		t.Kind, t.Bits = canon.Int, 16
	case "decimal":
		t.Kind, t.Digits, t.Scale = canon.Decimal, n(digits), n(scale)
	case "float":
		t.Kind = canon.Float32
	case "double":
		t.Kind = canon.Float64
	case "bit":
		t.Kind, t.Length, t.Fixed = canon.Bit, max(n(digits), 1), true
	case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
		t.Kind, t.Fixed = canon.Text, data == "char"
		if !t.LOB {
			t.Length = n(chars)
		}
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob":
		t.Kind, t.Fixed = canon.Bytes, data == "binary"
		if !t.LOB {
			t.Length = n(chars)
		}
	case "json":
		t.Kind = canon.JSON
	case "enum":
		t.Kind = canon.Enum
	case "set":
		t.Kind = canon.Set
	case "date":
		t.Kind = canon.Date
	case "time":
		t.Kind, t.Fraction = canon.Time, n(fraction)
	case "datetime":
		t.Kind, t.Fraction = canon.Timestamp, n(fraction)
	case "timestamp":
		t.Kind, t.Fraction = canon.TimestampTZ, n(fraction)
	case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon", "geometrycollection":
		t.Kind = canon.Geometry
	case "uuid":
		t.Kind = canon.UUID
	}
	return t
}

// columnType writes a type of another engine as MySQL has it, after the table that AWS DMS uses. inKey tells that the column
// belongs to a key, which a text without a length cannot.
func columnType(t canon.Type, inKey bool) string {
	if t.Engine == engine && t.Native != "" {
		return t.Native
	}
	sized := func(s string, n int) string { return s + "(" + strconv.Itoa(n) + ")" }
	switch t.Kind {
	case canon.Bool:
		return "tinyint(1)"
	case canon.Int:
		name := map[int]string{8: "tinyint", 16: "smallint", 24: "mediumint", 32: "int", 64: "bigint"}[t.Bits]
		if t.Unsigned {
			name += " unsigned"
		}
		return name
	case canon.Decimal:
		if t.Digits == 0 || t.Digits > 65 || t.Scale > 38 || t.Scale < 0 {
			return "decimal(65,30)" // what does not fit is refused, never rounded
		}
		return "decimal(" + strconv.Itoa(t.Digits) + "," + strconv.Itoa(t.Scale) + ")"
	case canon.Float32:
		return "float"
	case canon.Float64:
		return "double"
	case canon.JSON:
		return "json"
	case canon.Bytes, canon.Geometry:
		if t.Length > 0 && t.Length <= 65535 {
			return sized("varbinary", t.Length)
		}
		if inKey {
			return "varbinary(767)"
		}
		return "longblob"
	case canon.Date:
		return "date"
	case canon.Time:
		return "time" + fraction(t)
	case canon.Timestamp, canon.TimestampTZ:
		return "datetime" + fraction(t)
	case canon.Bit:
		if t.Length > 64 || !t.Fixed {
			return "text character set utf8mb4 collate utf8mb4_bin"
		}
		return sized("bit", max(t.Length, 1))
	case canon.UUID:
		return "char(36) character set ascii collate ascii_bin"
	}
	text := "longtext"
	switch {
	case t.Fixed && t.Length > 0 && t.Length <= 255:
		text = sized("char", t.Length)
	case t.Length > 0 && t.Length <= 16383 && !t.LOB:
		text = sized("varchar", t.Length)
	case inKey:
		text = "varchar(191)"
	}
	return text + " character set utf8mb4 collate utf8mb4_bin"
}

func fraction(t canon.Type) string {
	if t.Fraction < 0 {
		return "(6)"
	}
	return "(" + strconv.Itoa(min(t.Fraction, 6)) + ")"
}

func tableName(id event.TableID) string { return ident(id.Schema) + "." + ident(id.Name) }
