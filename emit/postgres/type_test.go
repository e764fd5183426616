package postgres

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/emit"
	"github.com/crosswalk-db/crosswalk/ir"
)

func number(p, s int, spelled string) *ir.Type {
	return &ir.Type{Kind: ir.TDecimal, Prec: p, Scale: s, HasScale: p > 0, Spelled: spelled}
}

// TestTypeName holds the mapping against the table of the design, by profile, use and version.
func TestTypeName(t *testing.T) {
	plain := number(0, 0, "NUMBER")
	chars := &ir.Type{Kind: ir.TVarChar, Len: 10, Spelled: "VARCHAR2(10 CHAR)"}
	tests := []struct {
		typ     *ir.Type
		use     typeUse
		profile string
		version int
		want    string
		code    string
	}{
		{plain, useColumn, "", 15, "numeric(38,10)", "CW1200"},
		{plain, useColumn, "exact", 15, "numeric", ""},
		{plain, useVar, "", 15, "numeric", ""},
		{number(9, 0, "NUMBER(9)"), useColumn, "", 15, "integer", ""},
		{number(10, 0, "NUMBER(10)"), useColumn, "", 15, "bigint", ""},
		{number(18, 0, "NUMBER(18)"), useColumn, "", 15, "bigint", ""},
		{number(19, 0, "NUMBER(19)"), useColumn, "", 15, "numeric(19)", ""},
		{number(10, 2, "NUMBER(10,2)"), useColumn, "", 15, "numeric(10,2)", ""},
		{number(5, -2, "NUMBER(5,-2)"), useColumn, "", 15, "numeric(5,-2)", ""},
		{number(5, -2, "NUMBER(5,-2)"), useColumn, "", 14, "numeric(7)", "CW1207"},
		{number(2, 5, "NUMBER(2,5)"), useColumn, "", 15, "numeric(2,5)", ""},
		{number(2, 5, "NUMBER(2,5)"), useColumn, "", 14, "numeric(5,5)", ""},
		{number(38, 0, "INTEGER"), useColumn, "", 15, "numeric(38)", ""},
		{chars, useColumn, "", 15, "varchar(40)", ""},
		{chars, useColumn, "exact", 15, "varchar(10)", ""},
		{chars, useVar, "", 15, "varchar(10)", ""},
		{chars, useCast, "", 15, "varchar(10)", ""},
		{chars, useParam, "", 15, "text", ""},
		{&ir.Type{Kind: ir.TVarChar, Len: 10, Bytes: true}, useColumn, "", 15, "varchar(10)", ""},
		{&ir.Type{Kind: ir.TVarChar, Len: 10, National: true}, useColumn, "", 15, "varchar(10)", ""},
		{&ir.Type{Kind: ir.TChar, Len: 3}, useColumn, "", 15, "char(3)", ""},
		{&ir.Type{Kind: ir.TDateTime}, useColumn, "", 15, "timestamp(0)", ""},
		{&ir.Type{Kind: ir.TDateTime}, useParam, "", 15, "timestamp", ""},
		{&ir.Type{Kind: ir.TTimestamp, Scale: 6}, useColumn, "", 15, "timestamp", ""},
		{&ir.Type{Kind: ir.TTimestamp, Scale: 3}, useColumn, "", 15, "timestamp(3)", ""},
		{&ir.Type{Kind: ir.TTimestamp, Scale: 9}, useColumn, "", 15, "timestamp", "CW1201"},
		{&ir.Type{Kind: ir.TTimestampTZ, Scale: 6}, useColumn, "", 15, "timestamptz", "CW1202"},
		{&ir.Type{Kind: ir.TTimestampTZ, Scale: 6}, useVar, "", 15, "timestamptz", ""},
		{&ir.Type{Kind: ir.TTimestampLTZ, Scale: 6}, useColumn, "", 15, "timestamptz", ""},
		{&ir.Type{Kind: ir.TIntervalDS, Scale: 6}, useColumn, "", 15, "interval day to second", ""},
		{&ir.Type{Kind: ir.TIntervalDS, Scale: 2}, useColumn, "", 15, "interval day to second(2)", ""},
		{&ir.Type{Kind: ir.TFloat, Bits: 64, Prec: 126}, useColumn, "", 15, "numeric", ""},
		{&ir.Type{Kind: ir.TFloat, Bits: 64, Prec: 24}, useColumn, "", 15, "double precision", ""},
		{&ir.Type{Kind: ir.TFloat, Bits: 32}, useColumn, "", 15, "real", ""},
		{&ir.Type{Kind: ir.TInt, Bits: 32}, useVar, "", 15, "integer", ""},
		{&ir.Type{Kind: ir.TRowID}, useColumn, "", 15, "text", "CW1203"},
		{&ir.Type{Kind: ir.TRowID}, useVar, "", 15, "tid", ""},
		{&ir.Type{Kind: ir.TNamed, Name: ir.MakeQName("nothing")}, useColumn, "", 15, "nothing", "CW1208"},
	}
	for _, c := range tests {
		em := &emitter{opts: emit.Options{Profile: c.profile, Version: c.version}, src: &ir.Schema{Source: ir.Oracle}}
		o := &ir.Sequence{}
		got := em.newPrinter(o).typeName(c.typ, c.use)
		code := ""
		if len(o.Findings.Items) > 0 {
			code = o.Findings.Items[0].Code.ID
		}
		if got != c.want || code != c.code {
			t.Errorf("%+v for %d, %q, version %d: %s %s, want %s %s", *c.typ, c.use, c.profile, c.version, got, code, c.want, c.code)
		}
	}
}

func TestTypeOverrides(t *testing.T) {
	tbl := &ir.Table{Columns: []*ir.Column{{Name: ir.MakeName("customer_id"), Type: number(0, 0, "NUMBER")}}}
	tbl.Name, tbl.Schema = ir.MakeQName("hr", "orders"), ir.MakeName("hr")
	tests := []struct {
		o    emit.TypeOverride
		want string
	}{
		{emit.TypeOverride{Column: "orders.customer_id", Target: "bigint"}, "bigint"},
		{emit.TypeOverride{Column: "HR.ORDERS.CUSTOMER_ID", Target: "bigint"}, "bigint"},
		{emit.TypeOverride{Column: "*.*_id", Target: "bigint"}, "bigint"},
		{emit.TypeOverride{Column: "*.*_id", Source: "number", Target: "bigint"}, "bigint"},
		{emit.TypeOverride{Column: "*.*_id", Source: "NUMBER(10)", Target: "bigint"}, "numeric(38,10)"},
		{emit.TypeOverride{Column: "sh.orders.customer_id", Target: "bigint"}, "numeric(38,10)"},
		{emit.TypeOverride{Source: "NUMBER", Target: "double precision"}, "double precision"},
		{emit.TypeOverride{Source: "NUMBER(*)", Target: "double precision"}, "numeric(38,10)"},
		{emit.TypeOverride{Target: "text"}, "numeric(38,10)"},
	}
	for _, c := range tests {
		em := &emitter{opts: emit.Options{Types: []emit.TypeOverride{c.o}}, src: &ir.Schema{Source: ir.Oracle}}
		if got := em.newPrinter(tbl).columnType(tbl, tbl.Columns[0]); got != c.want {
			t.Errorf("%+v: %s, want %s", c.o, got, c.want)
		}
	}
}
