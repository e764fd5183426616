package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// JSON_OBJECT_T, JSON_ARRAY_T and JSON_ELEMENT_T are a json here, not a jsonb: their text shows the keys in the order in which they
// were put. A json is a value, they are references: tree_alias.go tells where that matters.

// treeFunctions are the constructors and the methods that give something.
var treeFunctions = rows{
	"json_object_t":        {{n: 0, do: emptyTree("'{}'::json")}, {n: 1, args: "-", do: parseTree("object")}},
	"json_array_t":         {{n: 0, do: emptyTree("'[]'::json")}, {n: 1, args: "-", do: parseTree("array")}},
	"json_object_t.parse":  {{n: 1, args: "-", do: parseTree("object")}},
	"json_array_t.parse":   {{n: 1, args: "-", do: parseTree("array")}},
	"json_element_t.parse": {{n: 1, args: "-", do: parseTree("")}},
	"json_object_t.load":   {{n: 1, args: "-", do: parseTree("object")}},
	"json_array_t.load":    {{n: 1, args: "-", do: parseTree("array")}},
	"json_element_t.load":  {{n: 1, args: "-", do: parseTree("")}},
	"json_t.get":           {{n: 2, args: "-", do: treePart("", cOther)}},
	"json_t.get_object":    {{n: 2, args: "-", do: treePart("{@json_t_part}({1}, 'object')", cOther)}},
	"json_t.get_array":     {{n: 2, args: "-", do: treePart("{@json_t_part}({1}, 'array')", cOther)}},
	"json_t.get_string":    {{n: 2, args: "-", do: treePart("{@json_t_string}({1})", cText)}},
	"json_t.get_clob":      {{n: 2, args: "-", do: treePart("{@json_t_string}({1})", cText)}},
	"json_t.get_number":    {{n: 2, args: "-", do: treePart("{@json_t_number}({1})", cNum)}},
	"json_t.get_boolean":   {{n: 2, args: "-", do: treePart("{@json_t_boolean}({1})", cBool)}},
	"json_t.get_date":      {{n: 2, args: "-", do: treePart("date_trunc('day', {@json_t_timestamp}({1}))", cTS)}},
	"json_t.get_timestamp": {{n: 2, args: "-", do: treePart("{@json_t_timestamp}({1})", cTS)}},
	"json_t.get_type":      {{n: 2, args: "-", do: treePart("{@json_t_type}({1})", cText)}},
	"json_t.get_size":      {{n: 1, pg: "{@json_t_size}({1})", c: cInt}},
	"json_t.get_keys":      {{n: 1, pg: "{@json_t_keys}({1})", c: cOther}},
	"json_t.has":           {{n: 2, args: "-t", pg: "{@json_t_has}({1}, {2})", c: cBool}},
	"json_t.is_object":     treeIs("object"), "json_t.is_array": treeIs("array"), "json_t.is_scalar": treeIs("scalar"), "json_t.is_string": treeIs("string"),
	"json_t.is_number": treeIs("number"), "json_t.is_boolean": treeIs("boolean"), "json_t.is_true": treeIs("true"), "json_t.is_false": treeIs("false"),
	"json_t.is_null":   treeIs("null"),
	"json_t.to_string": treeText, "json_t.stringify": treeText, "json_t.to_clob": treeText,
	"json_t.to_number":    {{n: 1, pg: "{@json_t_number}({@json_t_self}({1}))", c: cNum}},
	"json_t.to_boolean":   {{n: 1, pg: "{@json_t_boolean}({@json_t_self}({1}))", c: cBool}},
	"json_t.to_date":      {{n: 1, pg: "date_trunc('day', {@json_t_timestamp}({@json_t_self}({1})))", c: cTS}},
	"json_t.to_timestamp": {{n: 1, pg: "{@json_t_timestamp}({@json_t_self}({1}))", c: cTS}},
	"json_t.clone":        {{n: 1, pg: "{@json_t_self}({1})", c: cOther}},
}

var treeText = []fn{{n: 1, pg: "{@json_t_self}({1})::text", prec: precCast, c: cText}}

// treeStmts are the methods that change the object.
var treeStmts = rows{
	"json_t.put":         {{n: 3, args: "=", do: putTree}, {n: 4, args: "=", do: putTree}},
	"json_t.put_null":    {{n: 2, args: "=", do: putTree}},
	"json_t.append":      {{n: 2, args: "=", do: appendTree}},
	"json_t.append_null": {{n: 1, args: "=", do: appendTree}},
	"json_t.remove":      {{n: 2, args: "=", do: removeTree}},
	"json_t.rename_key":  {{n: 3, args: "=tt", do: renameTree}},
}

func treeIs(what string) []fn {
	return []fn{{n: 1, pg: "{@json_t_is}({1}, '" + what + "')", c: cBool}}
}

// newTree is NEW JSON_OBJECT_T(…), or the same without NEW.
func (p *printer) newTree(e *ir.New) val {
	c := &ir.Call{Fn: strings.ToLower(e.To.Base().Spelled), Args: e.Args}
	c.Sp = e.Sp
	c.SetType(e.To)
	return p.val(c)
}

// treatTree is TREAT(x AS JSON_OBJECT_T): NULL for an element of another kind.
func (p *printer) treatTree(e *ir.Treat) val {
	v := p.val(e.X)
	switch e.To.Base().Spelled {
	case "JSON_OBJECT_T":
		return p.run("{@json_t_part}({1}, 'object')", cOther, v)
	case "JSON_ARRAY_T":
		return p.run("{@json_t_part}({1}, 'array')", cOther, v)
	}
	return v
}

func emptyTree(text string) func(*printer, *ir.Call, []val) val {
	return func(*printer, *ir.Call, []val) val { return val{text, precCast, cOther} }
}

// parseTree reads a document; an element that is given is taken over.
func parseTree(kind string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		x := e.Args[0].Value
		switch t := p.typ(x); {
		case t.Is(ir.TJSONTree) && kind == "":
			return a[0]
		case t.Is(ir.TJSONTree):
			return p.run("{@json_t_part}({1}, '"+kind+"')", cOther, a[0])
		case t.Is(ir.TBlob, ir.TBytes):
			a[0] = p.run("convert_from({1}, 'UTF8')", cText, a[0])
		default:
			a[0] = a[0].cast("text", cText)
		}
		return p.run("{@json_t_parse}({1}, "+quoteLiteral(kind)+")", cOther, a[0])
	}
}

// treePart gets the part that a key, or a place from 0 on, names; {1} in what is made of it is that part.
func treePart(made string, c class) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		part := p.helper("json_t_get") + "(" + a[0].s + ", " + p.treeKey(e.Args[1].Value) + ")"
		if made == "" {
			return atom(part, c)
		}
		return p.run(made, c, atom(part, cOther))
	}
}

// treeKey writes a key, or a place in an array.
func (p *printer) treeKey(e ir.Expr) string {
	if p.typ(e).IsNumber() {
		return p.arg(e, 'i').s
	}
	return p.arg(e, 't').s
}

// treeValue writes a value that is put into a document. NULL is its null.
func (p *printer) treeValue(e ir.Expr) string {
	v, t := p.val(e), p.typ(e)
	switch {
	case p.isNull(e):
		return "'null'"
	case t.Is(ir.TJSONTree):
		return v.s
	case t.Is(ir.TJSON), v.c == cJSON:
		return p.run("{@json_text}({1})", cText, v.cast("text", cText)).cast("json", cOther).s
	case t.Is(ir.TBool), v.c == cBool, t.IsInteger() && v.c.integer():
	case t.IsNumber(), v.c.number(), v.c == cAnyNum:
		v = p.run("trim_scale({1})", cNum, v.cast("numeric", cNum))
	case t.Is(ir.TDateTime):
		v = p.run(`to_char({1}, 'YYYY-MM-DD"T"HH24:MI:SS')`, cText, v.timestamp())
	case t.IsDatetime():
		p.findOnce(diag.DocumentDiffers, e.Span(), "a timestamp in a document has as many decimals of a second as it needs")
	case t.IsString(), v.c == cLit, v.c.text():
		v = v.cast("text", cText)
	case isUnknown(t):
		p.find(diag.TypeMatters, e.Span(), "the type of a value in a document is not known")
	default:
		p.find(diag.NoFunction, e.Span(), "a value of type %s in a document has no counterpart", t.Spelled)
	}
	return "to_json(" + v.s + ")"
}

// changesTree tells whether what a method changes is a variable. The part of another object cannot be changed where it is.
func (p *printer) changesTree(e *ir.Call) bool {
	x := unwrap(e.Args[0].Value)
	if t, ok := x.(*ir.Treat); ok {
		x = unwrap(t.X)
		e.Args[0].Value = x
	}
	if _, part := x.(*ir.Call); part {
		p.find(diag.NoFunction, e.Sp, "%s changes a part of another object through its reference: get the part into a variable, and put it into the object again",
			strings.ToUpper(strings.TrimPrefix(e.Fn, "json_t.")))
		p.W("NULL;\n")
		return false
	}
	return true
}

func (p *printer) treeStmt(e *ir.Call, helper string, args ...string) val {
	x := p.lvalue(e.Args[0].Value)
	return stmt(x + " := " + p.helper(helper) + "(" + strings.Join(append([]string{x}, args...), ", ") + ");")
}

func putTree(p *printer, e *ir.Call, _ []val) val {
	args := []string{p.treeKey(e.Args[1].Value), "'null'"}
	if len(e.Args) > 2 {
		args[1] = p.treeValue(e.Args[2].Value)
	}
	if len(e.Args) > 3 {
		args = append(args, p.val(e.Args[3].Value).s)
	}
	return p.treeStmt(e, "json_t_put", args...)
}

func appendTree(p *printer, e *ir.Call, _ []val) val {
	value := "'null'"
	if len(e.Args) > 1 {
		value = p.treeValue(e.Args[1].Value)
	}
	return p.treeStmt(e, "json_t_append", value)
}

func removeTree(p *printer, e *ir.Call, _ []val) val {
	return p.treeStmt(e, "json_t_remove", p.treeKey(e.Args[1].Value))
}

func renameTree(p *printer, e *ir.Call, a []val) val {
	return p.treeStmt(e, "json_t_rename", a[1].s, a[2].s)
}
