package postgres

import (
	"fmt"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// lobFunctions are the functions of DBMS_LOB. Its procedures are statements: see callBuiltinStmt.
var lobFunctions = rows{
	"dbms_lob.getlength":         {{n: 1, args: "-", pg: "length({1})", c: cInt}},
	"dbms_lob.substr":            {{n: 1, args: "=", do: doLobSubstr}, {n: 2, args: "=", do: doLobSubstr}, {n: 3, args: "=", do: doLobSubstr}},
	"dbms_lob.instr":             {{n: -1, args: "=", do: doLobInstr}},
	"dbms_lob.compare":           {{n: 2, args: "-", do: doLobCompare}},
	"dbms_lob.istemporary":       {{n: 1, args: "-", pg: "1", c: cInt}},
	"dbms_lob.isopen":            {{n: 1, args: "-", pg: "1", c: cInt}},
	"dbms_lob.getchunksize":      {{n: 1, args: "-", pg: "8132", c: cInt}},
	"dbms_lob.get_storage_limit": {{n: 1, args: "-", pg: "1073741823", c: cInt}},
}

// doLobSubstr has the length before the offset.
func doLobSubstr(p *printer, e *ir.Call, _ []val) val {
	call := &ir.Call{ExprBase: e.ExprBase, Fn: "substr", Args: []ir.Arg{e.Args[0]}}
	offset := ir.Arg{Value: &ir.NumberLit{Text: "1"}}
	if len(e.Args) == 3 {
		offset = ir.Arg{Value: e.Args[2].Value}
	}
	call.Args = append(call.Args, offset)
	if len(e.Args) > 1 {
		call.Args = append(call.Args, ir.Arg{Value: e.Args[1].Value})
	}
	return p.call(call)
}

func doLobInstr(p *printer, e *ir.Call, _ []val) val {
	if p.typ(e.Args[0].Value).Is(ir.TBlob, ir.TBytes) {
		return atom("position("+p.val(e.Args[1].Value).at(precCmp)+" IN "+p.val(e.Args[0].Value).at(precCmp)+")", cInt)
	}
	return p.call(&ir.Call{ExprBase: e.ExprBase, Fn: "instr", Args: e.Args})
}

func doLobCompare(p *printer, _ *ir.Call, a []val) val {
	return p.run("CASE WHEN {1:cmp} = {2:cmp} THEN 0 WHEN {1:cmp} < {2:cmp} THEN -1 ELSE 1 END", cInt, a...)
}

// rawFunctions are the functions of UTL_RAW, UTL_ENCODE and DBMS_CRYPTO.
var rawFunctions = rows{
	"utl_raw.cast_to_raw":       {{n: 1, args: "=", do: doCastToRaw}},
	"utl_raw.cast_to_varchar2":  {{n: 1, args: "r", pg: "convert_from({1}, 'UTF8')", c: cText}},
	"utl_raw.cast_to_nvarchar2": {{n: 1, args: "r", pg: "convert_from({1}, 'UTF8')", c: cText}},
	"utl_raw.length":            {{n: 1, args: "r", pg: "length({1})", c: cInt}},
	"utl_raw.concat":            {{n: -1, args: "=", do: doRawConcat}},
	"utl_raw.substr":            {{n: 2, args: "r=", do: doRawSubstr}, {n: 3, args: "r=", do: doRawSubstr}},
	"utl_raw.reverse":           {{n: 1, args: "r", pg: "{@reverse_bytes}({1})", c: cBytes}},
	"utl_raw.compare":           {{n: 2, args: "r", pg: "{@compare_bytes}({*})", c: cInt}},
	"utl_raw.bit_and":           {{n: 2, args: "r", pg: "{@bit_bytes}({1}, {2}, '&')", c: cBytes}},
	"utl_raw.bit_or":            {{n: 2, args: "r", pg: "{@bit_bytes}({1}, {2}, '|')", c: cBytes}},
	"utl_raw.bit_xor":           {{n: 2, args: "r", pg: "{@bit_bytes}({1}, {2}, '#')", c: cBytes}},
	"utl_raw.copies":            {{n: 2, args: "ri", pg: "decode(repeat(encode({1}, 'hex'), {2}), 'hex')", c: cBytes}},
	"utl_raw.convert": {{n: 3, args: "-==", code: diag.ApproxFunction,
		say: "UTL_RAW.CONVERT: the bytes are taken as UTF-8 already", pg: "{1}", prec: precLowest, c: cBytes}},
	"utl_raw.cast_to_number":           {{n: 1, args: "-", code: diag.NoFunction, say: "UTL_RAW.CAST_TO_NUMBER reads Oracle's own binary format of NUMBER: store the number as numeric"}},
	"utl_raw.cast_from_number":         {{n: 1, args: "-", code: diag.NoFunction, say: "UTL_RAW.CAST_FROM_NUMBER writes Oracle's own binary format of NUMBER: store the number as numeric"}},
	"utl_raw.cast_to_binary_integer":   {{n: -1, args: "r=", pg: "{@bytes_to_int}({1})", c: cBig}},
	"utl_raw.cast_from_binary_integer": {{n: -1, args: "i=", pg: "int4send({1})", c: cBytes}},
	"utl_encode.base64_encode":         {{n: 1, args: "r", pg: "convert_to(encode({1}, 'base64'), 'UTF8')", c: cBytes}},
	"utl_encode.base64_decode":         {{n: 1, args: "r", pg: "decode(convert_from({1}, 'UTF8'), 'base64')", c: cBytes}},
	"utl_i18n.string_to_raw":           {{n: -1, args: "t=", pg: "convert_to({1}, 'UTF8')", c: cBytes}},
	"utl_i18n.raw_to_char":             {{n: -1, args: "-=", pg: "convert_from({1}, 'UTF8')", c: cText}},
	"utl_i18n.escape_reference":        {{n: -1, args: "t=", pg: "{@escape_xml}({1})", c: cText}},
	"dbms_xmlgen.convert":              {{n: -1, args: "t=", do: doXMLConvert}},
	"htf.escape_sc":                    {{n: 1, args: "t", pg: "{@escape_xml}({1})", c: cText}},
	"dbms_crypto.hash":                 {{n: 2, args: "-=", do: doCryptoHash("digest")}},
	"dbms_crypto.mac":                  {{n: 3, args: "-=-", do: doCryptoHash("hmac")}},
	"dbms_crypto.randombytes":          {{n: 1, args: "i", pg: "gen_random_bytes({1})", c: cBytes, ext: "pgcrypto"}},
	"dbms_crypto.randominteger":        {{n: 0, pg: "(random() * 4294967295 - 2147483648)::bigint", prec: precCast, c: cBig}},
	"dbms_crypto.randomnumber":         {{n: 0, pg: "floor(random()::numeric * 1e38)", c: cNum}},
	"dbms_crypto.encrypt":              {{n: -1, args: "-==", do: doCrypt("encrypt")}},
	"dbms_crypto.decrypt":              {{n: -1, args: "-==", do: doCrypt("decrypt")}},
	"dbms_obfuscation_toolkit.md5":     {{n: 1, args: "-", do: doMD5}},
}

// doCastToRaw: a byte that is written with CHR may be one that no text can hold.
func doCastToRaw(p *printer, e *ir.Call, _ []val) val {
	x := unwrap(e.Args[0].Value)
	if c, ok := x.(*ir.Call); ok && c.Fn == "chr" && len(c.Args) == 1 {
		if k := constant(c.Args[0].Value); k != nil && k.IsInt() && k.Num().IsInt64() && k.Num().Int64() >= 0 && k.Num().Int64() < 256 {
			return val{fmt.Sprintf(`'\x%02x'::bytea`, k.Num().Int64()), precCast, cBytes}
		}
	}
	return p.run("convert_to({1}, 'UTF8')", cBytes, p.arg(e.Args[0].Value, 't'))
}

func doRawConcat(p *printer, e *ir.Call, _ []val) val {
	var ops []ir.Expr
	var walk func(c *ir.Call)
	walk = func(c *ir.Call) {
		for _, x := range c.Args {
			if in, ok := unwrap(x.Value).(*ir.Call); ok && in.Fn == e.Fn {
				walk(in)
				continue
			}
			ops = append(ops, x.Value)
		}
	}
	walk(e)
	return p.byteConcat(ops)
}

func doRawSubstr(p *printer, e *ir.Call, a []val) val {
	for i := 1; i < len(a); i++ {
		a[i] = p.arg(e.Args[i].Value, 'i')
	}
	if n, ok := p.lowerBound(e.Args[1].Value); ok && n >= 1 {
		return p.run("substr({*})", cBytes, a...)
	}
	return p.run("{@substr_bytes}({*})", cBytes, a...)
}

func doMD5(p *printer, e *ir.Call, a []val) val {
	v := p.run("md5({1})", cText, a[0])
	if a[0].c == cBytes {
		return p.run("decode({1}, 'hex')", cBytes, v)
	}
	return p.run("decode({1}, 'hex')", cBytes, v)
}

// doXMLConvert: DBMS_XMLGEN.CONVERT escapes, or with flag 1 unescapes.
func doXMLConvert(p *printer, e *ir.Call, a []val) val {
	if len(e.Args) > 1 {
		x := unwrap(e.Args[1].Value)
		n, isNum := x.(*ir.NumberLit)
		r, isRef := x.(*ir.Ref)
		if isNum && n.Text == "1" || isRef && r.Name.Last().Is("ENTITY_DECODE") {
			return p.run("{@unescape_xml}({1})", cText, a[0])
		}
	}
	return p.run("{@escape_xml}({1})", cText, a[0])
}
