package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// jsonFunctions are those without clauses of their own.
var jsonFunctions = rows{
	"json_equal":      {{n: 2, args: "-", do: doJSONEqual}},
	"json_dot":        {{n: -1, args: "-", do: doJSONDot}},
	"json_mergepatch": {{n: -1, args: "-", pg: "{@json_mergepatch}({1}::jsonb, {2}::jsonb)", c: cJSON}},
}

func doJSONEqual(p *printer, _ *ir.Call, a []val) val {
	return val{asJSON(a[0]).at(precCmp+1) + " = " + asJSON(a[1]).at(precCmp+1), precCmp, cBool}
}

func doJSONDot(p *printer, _ *ir.Call, a []val) val {
	switch a[0].c {
	case cBytes:
		a[0] = p.run("convert_from({1}, 'UTF8')", cText, a[0]).cast("json", cJSON)
	default:
		a[0] = a[0].cast("json", cJSON)
	}
	p.helpers["json_text"] = true
	return p.run("{@json_dot}({*})", cText, a...)
}

// asJSON makes jsonb of a document that is kept as text.
func asJSON(v val) val {
	if v.c == cJSON {
		return v
	}
	return v.cast("jsonb", cJSON)
}

// jsonFunc writes the SQL/JSON functions. PostgreSQL 16 has the constructors, 17 the query functions; before, its own
// older functions do.
func (p *printer) jsonFunc(e *ir.JSONFunc) val {
	v := p.jsonVal(e)
	if v.c == cJSON && !p.typ(e).Is(ir.TJSON) && !p.inJSON {
		switch {
		case e.Name == "JSON_QUERY" || e.Name == "JSON_MERGEPATCH":
			p.findOnce(diag.DocumentDiffers, e.Sp, "%s: jsonb puts the keys of objects into another order", e.Name)
		case e.Pretty:
			p.findOnce(diag.DocumentDiffers, e.Sp, "%s … PRETTY: the text is not indented", e.Name)
		}
		return p.jsonText(v)
	}
	return v
}

// jsonText makes a text of a document: without white space, as Oracle's functions do where PRETTY is not said (SQL Language Reference,
// "JSON_serialize_clause").
func (p *printer) jsonText(v val) val {
	return p.run("{@json_text}({1})", cText, v.cast("text", cText))
}

func (p *printer) jsonVal(e *ir.JSONFunc) val {
	switch e.Name {
	case "JSON_VALUE":
		return p.jsonValueOf(e)
	case "JSON_QUERY":
		return p.jsonQuery(e)
	case "JSON_EXISTS":
		onError := e.OnError
		switch { // FALSE is what is said by default; a condition that is not known differs from it below NOT alone
		case onError == "" && p.negated:
			onError = "FALSE"
		case onError == "FALSE" && !p.negated:
			onError = ""
		}
		return p.run("jsonb_path_exists({1}, {2})", cBool, p.jsonDocument(e.X, onError), p.jsonPathOf(e))
	case "JSON_OBJECT":
		return p.jsonObject(e)
	case "JSON_ARRAY":
		return p.jsonArray(e)
	case "JSON_OBJECTAGG":
		return p.jsonObjectAgg(e)
	case "JSON_ARRAYAGG":
		return p.jsonArrayAgg(e)
	case "JSON_MERGEPATCH":
		return p.run("{@json_mergepatch}({1}, {2})", cJSON, asJSON(p.val(e.X)), asJSON(p.val(e.Path)))
	case "JSON_SERIALIZE":
		v := p.val(e.X)
		switch {
		case e.Pretty:
			p.findOnce(diag.DocumentDiffers, e.Sp, "JSON_SERIALIZE … PRETTY: jsonb_pretty indents otherwise, and puts the keys of objects into another order")
			return p.run("jsonb_pretty({1})", cText, asJSON(v))
		case v.c == cJSON:
			return p.jsonText(v)
		}
		return v.cast("text", cText)
	case "JSON_SCALAR":
		return p.run("to_jsonb({1})", cJSON, p.val(e.X))
	case "JSON":
		return asJSON(p.val(e.X))
	}
	p.find(diag.NoFunction, e.Sp, "%s has no counterpart", e.Name)
	return atom("NULL", cJSON)
}

func (p *printer) jsonPathOf(e *ir.JSONFunc) val {
	if e.Path == nil {
		return atom("'$'", cLit)
	}
	v := p.val(e.Path)
	if v.c != cLit {
		return v.cast("jsonpath", cOther)
	}
	return v
}

var simplePath = regexp.MustCompile(`^\$(\.([A-Za-z_][A-Za-z0-9_]*|"[^"\\{},]+")|\[\d+\])+$`)
var pathStep = regexp.MustCompile(`\.([A-Za-z_][A-Za-z0-9_]*)|\."([^"]+)"|\[(\d+)\]`)

// plainSteps gives the keys of a path that is steps and subscripts only.
func (p *printer) plainSteps(e ir.Expr) ([]string, bool) {
	s, ok := unwrap(e).(*ir.StringLit)
	if !ok {
		return nil, false
	}
	path := strings.TrimPrefix(strings.TrimSpace(s.Value), "lax ")
	if !simplePath.MatchString(path) {
		return nil, false
	}
	var steps []string
	for _, m := range pathStep.FindAllStringSubmatch(path, -1) {
		steps = append(steps, m[1]+m[2]+m[3])
	}
	return steps, true
}

// jsonStep follows plain steps with -> and ->>, or #> and #>>.
func jsonStep(doc val, steps []string, text bool) val {
	op := "->"
	if len(steps) > 1 {
		op = "#>"
	}
	c := cJSON
	if text {
		op, c = op+">", cText
	}
	if len(steps) > 1 {
		return val{doc.at(precOther) + " " + op + " " + quoteLiteral("{"+strings.Join(steps, ",")+"}"), precOther, c}
	}
	key := quoteLiteral(steps[0])
	if integerText(steps[0]) {
		key = steps[0]
	}
	return val{doc.at(precOther) + " " + op + " " + key, precOther, c}
}

func (p *printer) jsonValueOf(e *ir.JSONFunc) val {
	doc := p.jsonDocument(e.X, e.OnError)
	var v val
	steps, plain := p.plainSteps(e.Path)
	switch {
	case !p.tsql() && !itemMethod(e.Path): // an object or array is no value: NULL, as for any other error
		j := p.run("jsonb_path_query_first({1}, {2})", cJSON, doc, p.jsonPathOf(e))
		if plain {
			j = jsonStep(doc, steps, false)
		}
		v = atom(p.helper("json_scalar")+"("+j.s+")", cText)
	case plain:
		v = jsonStep(doc, steps, true)
	default:
		v = val{p.run("jsonb_path_query_first({1}, {2})", cJSON, doc, p.jsonPathOf(e)).s + " #>> '{}'", precOther, cText}
	}
	if e.Returning != nil && !e.Returning.IsString() {
		v = v.cast(p.typeName(e.Returning, useCast), typeClass(e.Returning))
	}
	if e.OnEmpty == "DEFAULT" && e.OnEmptyVal != nil || e.OnError == "DEFAULT" && e.OnErrorVal != nil {
		def := e.OnEmptyVal
		if def == nil {
			def = e.OnErrorVal
		}
		return p.run("coalesce({*})", v.c, v, p.val(def))
	}
	return v
}

// itemMethod tells paths that end with .size(), .type() and the like, which give values.
func itemMethod(path ir.Expr) bool {
	s, ok := unwrapNil(path).(*ir.StringLit)
	return ok && strings.HasSuffix(strings.TrimSpace(s.Value), "()")
}

func (p *printer) jsonQuery(e *ir.JSONFunc) val {
	doc := p.jsonDocument(e.X, e.OnError)
	w := strings.ToUpper(e.Wrapper)
	switch {
	case strings.HasPrefix(w, "WITH") && !strings.Contains(w, "CONDITIONAL"):
		return p.run("jsonb_path_query_array({1}, {2})", cJSON, doc, p.jsonPathOf(e))
	case strings.HasPrefix(w, "WITH"):
		p.find(diag.DocumentDiffers, e.Sp, "JSON_QUERY … WITH CONDITIONAL WRAPPER: the result is always wrapped")
		return p.run("jsonb_path_query_array({1}, {2})", cJSON, doc, p.jsonPathOf(e))
	}
	found := p.run("jsonb_path_query_first({1}, {2})", cJSON, doc, p.jsonPathOf(e))
	if steps, ok := p.plainSteps(e.Path); ok {
		found = jsonStep(doc, steps, false)
	}
	return p.run("{@json_container}({1})", cJSON, found) // DISALLOW SCALARS is the default
}

// jsonItem writes a value that goes into a document.
func (p *printer) jsonItem(m ir.JSONMember) val {
	was := p.inJSON
	p.inJSON = true
	v := p.val(m.Value)
	p.inJSON = was
	switch {
	case m.Format && v.c != cJSON:
		return v.cast("json", cJSON)
	case v.c == cLit && !p.isNull(m.Value):
		return v.cast("text", cText)
	case (v.c == cNum || v.c == cAnyNum) && !p.typ(m.Value).IsInteger() && v.prec != precAtom || v.c == cNum && !integerText(v.s) && !p.typ(m.Value).IsInteger():
		return p.run("trim_scale({1})", cNum, v)
	case v.c == cDate:
		return v.timestamp()
	case v.c == cBytes:
		return p.toText(v, m.Value)
	}
	return v
}

func (p *printer) jsonObject(e *ir.JSONFunc) val {
	var parts []string
	absent := strings.EqualFold(e.NullOn, "ABSENT")
	native := absent && p.em.version() >= 16
	total := 0
	for _, m := range e.Members {
		if m.Star || m.Key == nil {
			p.find(diag.NoFunction, e.Sp, "JSON_OBJECT(*): name the columns, or use to_jsonb of the row")
			continue
		}
		sep := ", "
		if native {
			sep = ": "
		}
		s := p.val(m.Key).s + sep + p.jsonItem(m).s
		total += len(s) + 2
		parts = append(parts, s)
	}
	list := strings.Join(parts, ", ")
	if total > lineWidth {
		list = "\n  " + strings.Join(parts, ",\n  ") + "\n"
	}
	switch {
	case native:
		return atom("json_object("+list+" ABSENT ON NULL)", cJSON)
	case absent:
		return atom("json_strip_nulls(json_build_object("+list+"))", cJSON)
	}
	return atom("json_build_object("+list+")", cJSON)
}

func (p *printer) jsonArray(e *ir.JSONFunc) val {
	parts := make([]string, len(e.Items))
	nullable := false
	for i, m := range e.Items {
		parts[i] = p.jsonItem(m).s
		nullable = nullable || p.nullable(m.Value)
	}
	list := strings.Join(parts, ", ")
	if !nullable || strings.EqualFold(e.NullOn, "NULL") {
		return atom("json_build_array("+list+")", cJSON)
	}
	if p.em.version() >= 16 {
		return atom("json_array("+list+")", cJSON)
	}
	return atom(p.helper("json_no_nulls")+"(json_build_array("+list+"))", cJSON)
}

func (p *printer) jsonObjectAgg(e *ir.JSONFunc) val {
	if len(e.Members) == 0 {
		return atom("NULL", cJSON)
	}
	m := e.Members[0]
	v := p.jsonItem(m)
	s := "json_object_agg(" + p.toText(p.val(m.Key), m.Key).s + ", " + v.s + ")"
	if strings.EqualFold(e.NullOn, "ABSENT") && p.nullable(m.Value) {
		s += " FILTER (WHERE " + v.at(precIs+1) + " IS NOT NULL)"
	}
	return atom(s, cJSON)
}

func (p *printer) jsonArrayAgg(e *ir.JSONFunc) val {
	m := ir.JSONMember{Value: e.X}
	if len(e.Items) > 0 {
		m = e.Items[0]
	}
	v := p.jsonItem(m)
	s := "json_agg(" + v.s
	if len(e.Order) > 0 {
		s += " ORDER BY " + p.orderText(e.Order)
	}
	s += ")"
	if !strings.EqualFold(e.NullOn, "NULL") && p.nullable(m.Value) {
		if _, ok := unwrap(m.Value).(*ir.JSONFunc); !ok {
			s += " FILTER (WHERE " + v.at(precIs+1) + " IS NOT NULL)"
		}
	}
	return atom(s, cJSON)
}
