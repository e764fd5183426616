package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// jsonDocument writes the document of a JSON function as jsonb. A text that is no JSON gives NULL, unless the call says
// ERROR ON ERROR (SQL Language Reference, "JSON_VALUE", "JSON_on_error_clause"); a cast alone would raise an error. The
// cast is enough for what is known to be JSON.
func (p *printer) jsonDocument(x ir.Expr, onError string) val {
	v, t := p.val(x), p.typ(x)
	if v.c == cJSON || t.Is(ir.TJSON) {
		return val{v.s, v.prec, cJSON}
	}
	if onError == "ERROR" || v.c == cLit || p.tsql() || p.em.jsonColumn(x) {
		if v.c == cBytes || t.Is(ir.TBlob, ir.TBytes) {
			v = p.run("convert_from({1}, 'UTF8')", cText, v)
		}
		return v.cast("jsonb", cJSON)
	}
	if onError != "" && onError != "NULL" && onError != "DEFAULT" {
		p.findOnce(diag.DocumentDiffers, x.Span(), "a text that is no JSON gives NULL here, not what %s ON ERROR says", onError)
	}
	return p.run("{@try_json}({1})", cJSON, v)
}

// jsonColumn tells a column that CHECK (column IS JSON) keeps.
func (em *emitter) jsonColumn(x ir.Expr) bool {
	r, ok := unwrap(x).(*ir.Ref)
	if !ok || r.Sym == nil {
		return false
	}
	c, ok := r.Sym.Decl.(*ir.Column)
	if !ok {
		return false
	}
	t := em.tableOf[c]
	if t == nil {
		return false
	}
	for _, k := range t.Constraints {
		is, ok := unwrapNil(k.Check).(*ir.Is)
		if !ok || is.What != "JSON" || is.Not || k.Disabled || k.NoValidate {
			continue
		}
		if r, ok := unwrap(is.X).(*ir.Ref); ok && r.Name.Last().Key == c.Name.Key {
			return true
		}
	}
	return false
}
