package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
)

// builtin maps PostgreSQL's own types, by name in pg_type.
var builtin = map[string]canon.Type{
	"bool": {Kind: canon.Bool}, "int2": {Kind: canon.Int, Bits: 16}, "int4": {Kind: canon.Int, Bits: 32}, "int8": {Kind: canon.Int, Bits: 64},
	"oid": {Kind: canon.Int, Bits: 32, Unsigned: true}, "numeric": {Kind: canon.Decimal}, "float4": {Kind: canon.Float32},
	"float8": {Kind: canon.Float64}, "text": {Kind: canon.Text, LOB: true}, "varchar": {Kind: canon.Text},
	"bpchar": {Kind: canon.Text, Fixed: true}, "name": {Kind: canon.Text, Length: 63}, "char": {Kind: canon.Text, Length: 1},
	"citext": {Kind: canon.Text, LOB: true}, "xml": {Kind: canon.XML, LOB: true}, "json": {Kind: canon.JSON, LOB: true},
	"jsonb": {Kind: canon.JSON, LOB: true}, "bytea": {Kind: canon.Bytes, LOB: true}, "date": {Kind: canon.Date},
	"time": {Kind: canon.Time, Fraction: 6}, "timetz": {Kind: canon.TimeTZ, Fraction: 6},
	"timestamp": {Kind: canon.Timestamp, Fraction: 6}, "timestamptz": {Kind: canon.TimestampTZ, Fraction: 6},
	"interval": {Kind: canon.Interval}, "bit": {Kind: canon.Bit, Fixed: true}, "varbit": {Kind: canon.Bit}, "uuid": {Kind: canon.UUID},
}

const engine = "postgres"

// typeOf describes a type. kind is pg_type.typtype ('e' enum), category typcategory ('A' array), elem the element's name.
func typeOf(name, native, kind, category, elem string, typmod int) canon.Type {
	t, ok := builtin[name]
	switch {
	case kind == "e":
		t = canon.Type{Kind: canon.Enum}
	case category == "A":
		t = canon.Type{Kind: canon.Array, Elem: builtin[elem].Kind, LOB: true}
	case !ok:
		t = canon.Type{Kind: canon.Other}
	}
	t.Native, t.Engine = native, engine
	if typmod < 0 {
		return t
	}
	switch t.Kind {
	case canon.Text:
		t.Length = typmod - 4
	case canon.Decimal:
		t.Digits = (typmod - 4) >> 16 & 0xffff
		t.Scale = (typmod-4)&0x7ff ^ 1024 - 1024 // eleven bits with a sign, from PostgreSQL 15 on
	case canon.Time, canon.TimeTZ, canon.Timestamp, canon.TimestampTZ:
		t.Fraction = typmod
	case canon.Bit:
		t.Length = typmod
	}
	return t
}

// binaryOK tells whether the type's binary form is the same on every server: built-in types, not those whose form holds
// object identifiers.
func binaryOK(native string) bool {
	base, _, _ := strings.Cut(strings.TrimSuffix(native, "[]"), "(")
	switch strings.TrimSpace(base) {
	case "boolean", "smallint", "integer", "bigint", "numeric", "real", "double precision", "text", "character varying", "character",
		"bytea", "date", "uuid", "json", "jsonb", "interval", "bit", "bit varying", "time", "time without time zone",
		"timestamp", "timestamp without time zone", "timestamp with time zone", "time with time zone", "inet", "cidr":
		return !strings.HasSuffix(native, "[]")
	}
	return strings.HasPrefix(native, "timestamp(") || strings.HasPrefix(native, "time(")
}

// columnType writes a type of another engine as PostgreSQL has it, after the table that AWS DMS uses.
func columnType(t canon.Type) string {
	if t.Engine == engine && t.Native != "" {
		return t.Native
	}
	switch t.Kind {
	case canon.Bool:
		return "boolean"
	case canon.Int:
		return intType(t)
	case canon.Decimal:
		if t.Digits > 0 {
			return sized("numeric", t.Digits, t.Scale)
		}
		return "numeric"
	case canon.Float32:
		return "real"
	case canon.Float64:
		return "double precision"
	case canon.Text:
		if t.Length > 0 && t.Length <= 10485760 && !t.LOB {
			return sized("character varying", t.Length)
		}
		return "text"
	case canon.JSON:
		return "json"
	case canon.XML:
		return "xml"
	case canon.Bytes, canon.Geometry:
		return "bytea"
	case canon.Date:
		return "date"
	case canon.Time:
		return "time" + fraction(t)
	case canon.TimeTZ:
		return "time" + fraction(t) + " with time zone"
	case canon.Timestamp:
		return "timestamp" + fraction(t)
	case canon.TimestampTZ:
		return "timestamp" + fraction(t) + " with time zone"
	case canon.Interval:
		return "interval"
	case canon.Bit:
		return sized("bit varying", max(t.Length, 1))
	case canon.UUID:
		return "uuid"
	}
	return "text"
}

func intType(t canon.Type) string {
	bits := t.Bits
	if t.Unsigned {
		bits++
	}
	switch {
	case bits <= 16:
		return "smallint"
	case bits <= 32:
		return "integer"
	case bits <= 64:
		return "bigint"
	}
	return "numeric(20)"
}

func fraction(t canon.Type) string {
	if t.Fraction < 0 || t.Fraction >= 6 {
		return ""
	}
	return sized("", t.Fraction)
}

func sized(name string, n ...int) string {
	s := name + "("
	for i, v := range n {
		if i > 0 {
			s += ","
		}
		s += itoa(v)
	}
	return s + ")"
}
