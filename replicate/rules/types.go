package rules

import (
	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/mapping"
)

// describe describes a source table to the rules.
func describe(t *event.Table) mapping.Table {
	out := mapping.Table{Schema: t.ID.Schema, Name: t.ID.Name}
	if t.View {
		out.Kind = mapping.View
	}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, mapping.Column{Name: c.Name, Type: dmsType(c.Type), SourceType: c.Type.Native, NotNull: !c.Nullable,
			PadSpace: c.Type.Kind == canon.Text && c.Type.Fixed})
	}
	for _, k := range t.Key {
		out.PrimaryKey = append(out.PrimaryKey, t.Columns[k].Name)
	}
	return out
}

// kinds gives the DMS type of each kind, where the measures do not matter.
var kinds = map[canon.Kind]mapping.TypeName{
	canon.Bool: mapping.TBoolean, canon.Float32: mapping.TReal4, canon.Float64: mapping.TReal8, canon.Enum: mapping.TWString,
	canon.Set: mapping.TWString, canon.XML: mapping.TNClob, canon.JSON: mapping.TNClob, canon.Geometry: mapping.TBlob,
	canon.Date: mapping.TDate, canon.Time: mapping.TTime, canon.TimeTZ: mapping.TString, canon.Interval: mapping.TString,
	canon.Bit: mapping.TString, canon.UUID: mapping.TString, canon.Array: mapping.TNClob, canon.Other: mapping.TString,
}

// dmsType is the DMS type of a column.
func dmsType(t canon.Type) mapping.Type {
	switch t.Kind {
	case canon.Int:
		names := map[int][2]mapping.TypeName{8: {mapping.TInt1, mapping.TUint1}, 16: {mapping.TInt2, mapping.TUint2}, 24: {mapping.TInt4, mapping.TUint4},
			32: {mapping.TInt4, mapping.TUint4}, 64: {mapping.TInt8, mapping.TUint8}}[t.Bits]
		if t.Unsigned {
			return mapping.Type{Name: names[1]}
		}
		return mapping.Type{Name: names[0]}
	case canon.Decimal:
		return mapping.Type{Name: mapping.TNumeric, Precision: t.Digits, Scale: t.Scale}
	case canon.Text:
		if t.LOB {
			return mapping.Type{Name: mapping.TNClob}
		}
		return mapping.Type{Name: mapping.TWString, Length: t.Length}
	case canon.Bytes:
		if t.LOB {
			return mapping.Type{Name: mapping.TBlob}
		}
		return mapping.Type{Name: mapping.TBytes, Length: t.Length}
	case canon.Timestamp, canon.TimestampTZ:
		return mapping.Type{Name: mapping.TDateTime, Scale: t.Fraction}
	}
	return mapping.Type{Name: kinds[t.Kind]}
}

// typeOf is the type of a column that a rule adds or retypes.
func typeOf(t mapping.Type) canon.Type {
	switch t.Name {
	case mapping.TBoolean:
		return canon.Type{Kind: canon.Bool}
	case mapping.TInt1, mapping.TInt2, mapping.TInt4, mapping.TInt8, mapping.TUint1, mapping.TUint2, mapping.TUint4, mapping.TUint8:
		bits := map[byte]int{'1': 8, '2': 16, '4': 32, '8': 64}[t.Name[len(t.Name)-1]]
		return canon.Type{Kind: canon.Int, Bits: bits, Unsigned: t.Name[0] == 'u'}
	case mapping.TNumeric:
		return canon.Type{Kind: canon.Decimal, Digits: t.Precision, Scale: t.Scale}
	case mapping.TReal4:
		return canon.Type{Kind: canon.Float32}
	case mapping.TReal8:
		return canon.Type{Kind: canon.Float64}
	case mapping.TDate:
		return canon.Type{Kind: canon.Date}
	case mapping.TTime:
		return canon.Type{Kind: canon.Time, Fraction: t.Scale}
	case mapping.TDateTime:
		f := t.Scale
		if t.Precision > 0 && f == 0 {
			f = t.Precision
		}
		return canon.Type{Kind: canon.Timestamp, Fraction: min(f, 6)}
	case mapping.TBytes:
		return canon.Type{Kind: canon.Bytes, Length: t.Length}
	case mapping.TBlob:
		return canon.Type{Kind: canon.Bytes, LOB: true}
	case mapping.TClob, mapping.TNClob:
		return canon.Type{Kind: canon.Text, LOB: true}
	}
	return canon.Type{Kind: canon.Text, Length: t.Length}
}

// masked is the type of a column whose values are masked: 64 hexadecimal digits, or a text or number of its own kind.
func masked(t canon.Type, a mapping.Action) canon.Type {
	if a == mapping.MaskHash {
		return canon.Type{Kind: canon.Text, Length: max(t.Length, 64)}
	}
	t.Native, t.Engine = "", ""
	return t
}
