package dms

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// sourceType is what DMS makes of a source type.
type sourceType struct {
	DataType        // Type "" is a type that DMS does not carry: the target's column stays NULL
	limited  bool   // carried in limited LOB mode only
	full     bool   // carried in full LOB mode only
	loses    string // what is lost on the way, "" for nothing
}

func (t sourceType) lob() bool { return t.Type == "blob" || t.Type == "clob" || t.Type == "nclob" }

func dt(name string, measures ...int) sourceType {
	t := sourceType{DataType: DataType{Type: name}}
	switch {
	case len(measures) == 2:
		t.Precision, t.Scale = strconv.Itoa(measures[0]), strconv.Itoa(measures[1])
	case len(measures) == 1 && name == "datetime":
		t.Scale = strconv.Itoa(measures[0])
	case len(measures) == 1 && measures[0] > 0:
		t.Length = strconv.Itoa(measures[0])
	}
	return t
}

// sourceType tells what DMS makes of a type (user guide, "Source data types" of Oracle and of SQL Server).
func (g *generator) sourceType(t *ir.Type) sourceType {
	if t == nil {
		return sourceType{}
	}
	b := t.Base()
	if b.Kind == ir.TUnknown || b.Kind == ir.TNamed {
		b = t
	}
	if g.o.Source == ir.SQLServer {
		return sqlServerType(b)
	}
	return oracleType(b)
}

func oracleType(t *ir.Type) sourceType {
	spelled := strings.ToUpper(t.Spelled)
	switch t.Kind {
	case ir.TDecimal:
		return oracleNumber(t)
	case ir.TFloat:
		if t.Prec > 0 && t.Prec <= 24 || t.Prec == 0 && t.Bits == 32 {
			return dt("real4")
		}
		r := dt("real8")
		if t.Prec > 53 {
			r.loses = "digits beyond the fifteenth: DMS reads it as REAL8"
		}
		return r
	case ir.TInt:
		if spelled == "NUMBER" { // an identity, whose values are whole: DMS sees the declaration alone
			return dt("numeric", 38, 10)
		}
		return dt("numeric", 38, 0)
	case ir.TChar, ir.TVarChar:
		return oracleString(t)
	case ir.TText:
		r := dt("clob")
		if t.National {
			r = dt("nclob")
		}
		if r.limited = strings.HasPrefix(spelled, "LONG"); r.limited {
			r.loses = "what is longer than 64 KB"
		}
		return r
	case ir.TBytes:
		return dt("bytes", t.Len)
	case ir.TBlob:
		r := dt("blob")
		r.limited = strings.HasPrefix(spelled, "LONG")
		return r
	case ir.TDateTime:
		return dt("datetime", 0)
	case ir.TTimestamp:
		return dt("datetime", t.Scale)
	case ir.TTimestampTZ, ir.TTimestampLTZ, ir.TIntervalYM, ir.TIntervalDS:
		return dt("string", 64)
	case ir.TXML:
		r := dt("clob")
		r.limited = true
		return r
	case ir.TSpatial:
		r := dt("clob")
		r.full = true
		return r
	}
	return sourceType{} // BFILE, ROWID, REF, user-defined types, ANYDATA, VARRAY; JSON and BOOLEAN are in no table of the guide
}

// oracleNumber maps NUMBER. For NUMBER(p,s) with s above 0 the current guide says NUMERIC, the edition of 2023 REAL8;
// where a REAL8 would lose digits, NUMERIC is what the column is retyped to anyway.
func oracleNumber(t *ir.Type) sourceType {
	switch {
	case t.Prec == 0:
		r := dt("numeric", 38, 10)
		r.loses = "decimals beyond the tenth: the endpoint setting NumberDatatypeScale is 10 unless set"
		return r
	case t.Scale < 0:
		return dt("real8")
	case t.Scale > 0 || t.Prec > 9:
		return dt("numeric", t.Prec, t.Scale)
	case t.Prec <= 2:
		return dt("int1")
	case t.Prec <= 4:
		return dt("int2")
	}
	return dt("int4")
}

func oracleString(t *ir.Type) sourceType {
	n, name, lob := t.Len, "string", "clob"
	if t.National {
		name, lob = "wstring", "nclob"
	}
	if !t.Bytes && !t.National {
		n *= 4 // bytes of UTF-8
	}
	if t.Kind == ir.TVarChar && t.Len > 4000 {
		return dt(lob)
	}
	return dt(name, max(n, 1))
}

func sqlServerType(t *ir.Type) sourceType {
	text := func(string, wide string) sourceType {
		if t.National {
			return dt(wide, t.Len)
		}
		return dt(string, t.Len)
	}
	switch t.Kind {
	case ir.TInt:
		return dt(map[int]string{8: "uint1", 16: "int2", 64: "int8"}[t.Bits] + map[bool]string{true: "int4"}[t.Bits == 32 || t.Bits == 0])
	case ir.TBit:
		return dt("boolean")
	case ir.TDecimal:
		p := t.Prec
		if p == 0 {
			p = 18
		}
		return dt("numeric", p, t.Scale)
	case ir.TMoney:
		return dt("numeric", map[bool]int{true: 10, false: 19}[t.Bits == 32], 4)
	case ir.TFloat:
		return dt(map[bool]string{true: "real4", false: "real8"}[t.Bits == 32])
	case ir.TDateTime, ir.TTimestamp:
		return dt("datetime", t.Scale)
	case ir.TDate:
		return dt("date")
	case ir.TTime:
		return dt("time")
	case ir.TTimestampTZ:
		return dt("wstring", 34)
	case ir.TUUID:
		return dt("string", 36)
	case ir.TChar, ir.TVarChar:
		return text("string", "wstring")
	case ir.TText:
		return text("clob", "nclob")
	case ir.TXML:
		return dt("nclob")
	case ir.TBytes, ir.TRowVersion:
		return dt("bytes", t.Len)
	case ir.TBlob:
		return dt("blob")
	case ir.THierarchyID:
		return dt("wstring", 250)
	case ir.TSpatial:
		r := dt("clob")
		r.full = true
		return r
	}
	return sourceType{} // sql_variant, cursor, table
}

// family is a target type without what does not matter to a loader: lengths, digits of a fraction.
func family(t string) string {
	t = strings.ToLower(strings.TrimSpace(t))
	base, rest, _ := strings.Cut(t, "(")
	if i := strings.IndexByte(rest, ')'); i >= 0 {
		base += rest[i+1:] // "timestamp(3) with time zone"
	}
	switch base = strings.TrimSpace(base); base {
	case "varchar", "char", "text", "citext", "bpchar", "character varying", "character":
		return "text"
	case "timestamp without time zone":
		return "timestamp"
	case "decimal":
		return "numeric"
	}
	return base
}

// measures gives precision and scale of "numeric(12,2)"; zeros without.
func measures(t string) (p, s int) {
	_, rest, ok := strings.Cut(t, "(")
	if !ok {
		return 0, 0
	}
	rest, _, _ = strings.Cut(rest, ")")
	a, b, _ := strings.Cut(rest, ",")
	p, _ = strconv.Atoi(strings.TrimSpace(a))
	s, _ = strconv.Atoi(strings.TrimSpace(b))
	return p, s
}

// ownFamily is the family of the column that DMS itself would make for a PostgreSQL target.
var ownFamily = map[string]string{"int1": "smallint", "int2": "smallint", "int4": "integer", "int8": "bigint", "uint1": "smallint",
	"uint2": "integer", "uint4": "bigint", "uint8": "bigint", "numeric": "numeric", "real4": "real", "real8": "double precision",
	"string": "text", "wstring": "text", "clob": "text", "nclob": "text", "blob": "bytea", "bytes": "bytea", "date": "date",
	"time": "time", "datetime": "timestamp", "boolean": "boolean"}

// byFamily is the type of DMS that becomes a family. Families that none becomes (timestamptz, uuid, jsonb, interval …)
// take what DMS sends by a cast of the target, or do not.
var byFamily = map[string]string{"smallint": "int2", "integer": "int4", "bigint": "int8", "numeric": "numeric", "real": "real4",
	"double precision": "real8", "date": "date", "time": "time", "timestamp": "datetime", "boolean": "boolean"}

// castMayFail tells whether PostgreSQL may refuse what DMS sends of a column whose type it was not told: the text of a
// number with decimals for an integer, or anything but 0 and 1 for a boolean.
func (c *column) castMayFail() bool {
	if c.retype == nil {
		return false
	}
	switch c.retype.Type {
	case "int1", "int2", "int4", "int8":
		return c.typ.Type == "boolean" || strings.HasPrefix(c.typ.Type, "real") || c.typ.Type == "numeric" && c.typ.Scale != "" && c.typ.Scale != "0"
	case "numeric", "real4", "real8":
		return c.typ.Type == "boolean"
	}
	return c.retype.Type == "boolean"
}

// retype gives the type for a change-data-type rule: where the column that DMS would make by itself is another one than
// the DDL has, and DMS has a type for it. nil is no rule.
func (g *generator) retype(c *column) *DataType {
	if g.o.Target != ir.Postgres || c.made.Type == "" || c.typ.Type == "" || c.typ.lob() {
		return nil // the type of a LOB column cannot be changed
	}
	have, want := ownFamily[c.typ.Type], family(c.made.Type)
	if scale, _ := strconv.Atoi(c.typ.Scale); c.typ.Type == "datetime" && scale > 6 {
		have = "text" // DMS makes a VARCHAR(37) of it
	}
	to := byFamily[want]
	if to == "" || have == want && want != "numeric" {
		return nil
	}
	p, s := measures(c.made.Type)
	switch want {
	case "numeric":
		if p == 0 || have == want && strconv.Itoa(p) == c.typ.Precision && strconv.Itoa(s) == c.typ.Scale {
			return nil
		}
		return &DataType{Type: "numeric", Precision: strconv.Itoa(p), Scale: strconv.Itoa(s)}
	case "timestamp":
		if !strings.Contains(c.made.Type, "(") {
			p = 6
		}
		return &DataType{Type: "datetime", Precision: strconv.Itoa(p)}
	}
	return &DataType{Type: to}
}
