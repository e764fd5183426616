package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// lobTarget is the LOB that a procedure of DBMS_LOB changes.
func (p *printer) lobTarget(e *ir.Call, i int) (val, bool) {
	x := e.Args[i].Value
	if r, ok := unwrap(x).(*ir.Ref); ok && p.readFromRow(r) {
		name := r.Name.Last().Text
		p.refuseOnce(diag.LobValue, e.Sp, name, name+" was read from a row: the row is not changed with it; add an UPDATE")
	}
	v := p.val(x)
	return v, v.c == cBytes || p.typ(x).Is(ir.TBlob, ir.TBytes)
}

// readFromRow tells whether the routine reads the variable from a row that it has locked or written, so that in Oracle
// what is written to the LOB lands in the row.
func (p *printer) readFromRow(r *ir.Ref) bool {
	found := false
	into := func(list []ir.Expr) {
		for _, x := range list {
			found = found || sameRef(x, r)
		}
	}
	ir.Walk(p.obj, func(n ir.Node) bool {
		switch n := n.(type) {
		case *ir.SelectInto:
			if s, ok := n.Query.Body.(*ir.Select); ok && n.Query.Lock != nil {
				into(s.Into)
			}
		case *ir.Insert:
			if n.Returning != nil {
				into(n.Returning.Into)
			}
		case *ir.Update:
			if n.Returning != nil {
				into(n.Returning.Into)
			}
		}
		return true
	})
	return found
}

// lobText writes the text or bytes that go into a LOB.
func (p *printer) lobText(e *ir.Call, i int, bytes bool) val {
	x := e.Args[i].Value
	v := p.val(x)
	if bytes {
		return v
	}
	if v.c.number() || v.c.datetime() {
		return p.toText(v, x)
	}
	return p.concatArg(v, x)
}

func doLobAppend(p *printer, e *ir.Call, _ []val) val {
	dest, bytes := p.lobTarget(e, 0)
	src := p.lobText(e, 1, bytes)
	return appendTo(dest, src, bytes, p.nullable(e.Args[1].Value))
}

// appendTo adds to a LOB; a NULL adds nothing.
func appendTo(dest, src val, bytes, nullable bool) val {
	switch {
	case !nullable:
		return stmt(dest.s + " := " + dest.s + " || " + src.at(precOther+1) + ";")
	case bytes:
		return stmt(dest.s + " := " + dest.s + " || coalesce(" + src.s + ", '');")
	}
	return stmt(dest.s + " := concat(" + dest.s + ", " + src.s + ");")
}

// doLobWriteAppend: the amount is nearly always the length of the buffer.
func doLobWriteAppend(p *printer, e *ir.Call, _ []val) val {
	dest, bytes := p.lobTarget(e, 0)
	src := p.lobText(e, 2, bytes)
	if c, ok := unwrap(e.Args[1].Value).(*ir.Call); !ok || len(c.Args) != 1 || !sameRef(c.Args[0].Value, e.Args[2].Value) {
		src = p.run("substr({1}, 1, {2})", src.c, src, p.arg(e.Args[1].Value, 'i'))
	}
	return appendTo(dest, src, bytes, p.nullable(e.Args[2].Value))
}

func doLobWrite(p *printer, e *ir.Call, _ []val) val {
	dest, bytes := p.lobTarget(e, 0)
	amount, offset := p.arg(e.Args[1].Value, 'i'), p.arg(e.Args[2].Value, 'i')
	src := p.lobText(e, 3, bytes)
	return stmt(p.fill("{1} := overlay({1} PLACING substr({2}, 1, {3}) FROM {4} FOR {3});", []val{dest, src, amount, offset}))
}

func doLobCopy(p *printer, e *ir.Call, _ []val) val {
	if len(e.Args) < 3 {
		return stmt(p.noRow(e).s + ";")
	}
	dest, bytes := p.lobTarget(e, 0)
	src := p.lobText(e, 1, bytes)
	at := []val{atom("1", cInt), atom("1", cInt)}
	for i := 3; i < len(e.Args) && i < 5; i++ {
		at[i-3] = p.arg(e.Args[i].Value, 'i')
	}
	amount := p.arg(e.Args[2].Value, 'i')
	return stmt(p.fill("{1} := overlay({1} PLACING substr({2}, {5}, {3}) FROM {4} FOR {3});", []val{dest, src, amount, at[0], at[1]}))
}

// doLobRead reads a piece; behind the end it raises NO_DATA_FOUND.
func doLobRead(p *printer, e *ir.Call, _ []val) val {
	lob, amount, buffer := p.val(e.Args[0].Value), p.val(e.Args[1].Value), p.val(e.Args[3].Value)
	offset := p.arg(e.Args[2].Value, 'i')
	n := p.asInt(amount, e.Args[1].Value)
	t := "{1} := substr({2}, {3}, {4});\nIF coalesce(length({1}), 0) = 0 THEN\n  RAISE no_data_found;\nEND IF;\n{5} := length({1});"
	return stmt(p.fill(t, []val{buffer, lob, offset, n, amount}))
}

func doLobTrim(p *printer, e *ir.Call, _ []val) val {
	dest, _ := p.lobTarget(e, 0)
	return stmt(p.fill("{1} := substr({1}, 1, {2});", []val{dest, p.arg(e.Args[1].Value, 'i')}))
}

func doLobCreate(p *printer, e *ir.Call, _ []val) val {
	dest, _ := p.lobTarget(e, 0)
	return stmt(dest.s + " := '';")
}

// doLobConvert: CLOB to BLOB and back, all of it; the offsets come out behind the end.
func doLobConvert(fn string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, _ []val) val {
		if len(e.Args) < 5 {
			return stmt(p.noRow(e).s + ";")
		}
		dest, _ := p.lobTarget(e, 0)
		a := []val{dest, p.val(e.Args[1].Value), p.val(e.Args[3].Value), p.val(e.Args[4].Value)}
		s := p.fill("{1} := "+fn+"({2}, 'UTF8');", a)
		for i, x := range e.Args[3:5] {
			if _, ok := unwrap(x.Value).(*ir.Ref); ok {
				s += "\n" + a[2+i].s + " := length(" + a[i].s + ") + 1;"
			}
		}
		return stmt(s)
	}
}
