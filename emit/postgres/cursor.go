package postgres

import (
	"maps"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// cursorDecl is the declaration behind a cursor expression: *ir.CursorDecl, or the *ir.VarDecl or *ir.Param of a cursor
// variable; nil when it cannot be told.
func cursorDecl(e ir.Expr) ir.Node {
	switch e := unwrapNil(e).(type) {
	case *ir.Ref:
		if e.Sym != nil {
			return e.Sym.Decl
		}
	case *ir.Call:
		if e.Sym != nil {
			return e.Sym.Decl
		}
	}
	return nil
}

// cursorName writes the variable of a cursor.
func (p *printer) cursorName(e ir.Expr) {
	d, _ := cursorDecl(e).(*ir.CursorDecl)
	switch x := unwrapNil(e).(type) {
	case *ir.Ref:
		if d != nil {
			p.W(p.cursorVar(d, x.Name.Last()))
			return
		}
		if x.Sym != nil && x.Sym.Kind == ir.SymPackageVar {
			p.W(p.packageCursor(x))
			return
		}
		if x.Sym != nil && x.Sym.Fields > 0 {
			p.findOnce(diag.StmtNotConverted, x.Sp, "%s: a cursor variable inside of a record cannot be opened, fetched or closed", x.Name)
		}
		p.W(p.lvalue(x))
	case *ir.Call:
		if d != nil {
			p.W(p.cursorVar(d, x.Name.Last()))
			return
		}
		p.W(p.em.ident(x.Name.Last()))
	case *ir.Bind:
		p.bind(x)
	default:
		p.expr(e)
	}
}

// cursorVar is the name of a declared cursor; one of a package is declared in the routine that uses it.
func (p *printer) cursorVar(d *ir.CursorDecl, n ir.Name) string {
	if p.em.packageCursors[d] != nil {
		p.borrowCursor(d)
	}
	return p.varName(d, n)
}

// cursorAttr writes cursor%FOUND and its kin. FOUND tells it where it still is that of the cursor; otherwise an
// auxiliary variable keeps it behind each FETCH.
func (p *printer) cursorAttr(a *ir.CursorAttr) {
	if a.Cursor == nil {
		p.sqlAttr(a)
		return
	}
	d := p.cursorKey(a.Cursor)
	switch a.Attr {
	case "ISOPEN":
		p.W(p.helper("is_open"), "(")
		p.cursorName(a.Cursor)
		p.W(")")
	case "ROWCOUNT":
		p.rt.cursCount[d] = true
		p.W(p.cursorAux(a.Cursor, "rowcount", "integer"))
	case "FOUND", "NOTFOUND":
		not := ""
		if a.Attr == "NOTFOUND" {
			not = "NOT "
		}
		if p.rt.found == d && !p.inSQL {
			p.W(not, "FOUND")
			return
		}
		p.rt.cursFound[d] = true
		p.W(not, p.cursorAux(a.Cursor, "found", "boolean"))
	default:
		p.find(diag.StmtNotConverted, a.Sp, "the cursor attribute %%%s is not converted", a.Attr)
		p.W("NULL")
	}
}

// cursorKey identifies a cursor within the body.
func (p *printer) cursorKey(e ir.Expr) any {
	if d := cursorDecl(e); d != nil {
		return d
	}
	return strings.ToUpper(p.text(func(q *printer) { q.cursorName(e) }))
}

// cursorAux is the variable that keeps an attribute of a cursor.
func (p *printer) cursorAux(e ir.Expr, what, typ string) string {
	name := unquoteIdent(p.text(func(q *printer) { q.cursorName(e) }))
	name = strings.NewReplacer(".", "_", `"`, "", "[", "_", "]", "").Replace(name)
	return p.rt.auxiliary(what+" "+name, name+"_"+what, typ, map[string]string{"rowcount": "0"}[what])
}

// sqlAttr writes SQL%FOUND and its kin.
func (p *printer) sqlAttr(a *ir.CursorAttr) {
	rt := p.rt
	direct := rt.found == any(foundSQL) && !p.inSQL
	switch a.Attr {
	case "FOUND", "NOTFOUND":
		if direct {
			p.W(map[bool]string{true: "FOUND", false: "NOT FOUND"}[a.Attr == "FOUND"])
			return
		}
		rt.rowcount = true
		p.W(p.sqlRowcount(), map[bool]string{true: " > 0", false: " = 0"}[a.Attr == "FOUND"])
	case "ROWCOUNT":
		rt.rowcount = true
		p.W(p.sqlRowcount())
	case "ISOPEN":
		p.W("false")
	case "BULK_ROWCOUNT":
		rt.bulkCount, rt.rowcount = true, true
		p.W(rt.auxiliary("bulk rowcount", "bulk_rowcount", "integer[]", "'{}'"), "[")
		p.expr(a.Index)
		p.W("]")
	case "BULK_EXCEPTIONS":
		p.bulkExceptions(a)
	}
}

// bulkExceptions writes SQL%BULK_EXCEPTIONS: two arrays that FORALL … SAVE EXCEPTIONS fills.
func (p *printer) bulkExceptions(a *ir.CursorAttr) {
	idx := p.rt.auxiliary("bulk index", "bulk_error_index", "integer[]", "'{}'")
	code := p.rt.auxiliary("bulk code", "bulk_error_code", "integer[]", "'{}'")
	if a.Index == nil {
		p.W("cardinality(", idx, ")")
		return
	}
	name := idx
	if a.Field.Is("ERROR_CODE") {
		name = code
	}
	p.W(name, "[")
	p.expr(a.Index)
	p.W("]")
}

// openCursor writes OPEN.
func (p *printer) openCursor(s *ir.OpenCursor) {
	args := s.Args
	if c, ok := unwrapNil(s.Cursor).(*ir.Call); ok && len(args) == 0 {
		args = c.Args
	}
	for _, a := range args {
		p.hoist(a.Value)
	}
	tmp, after := "", ""
	if s.Query != nil || s.Dynamic != nil {
		if r, ok := unwrapNil(s.Cursor).(*ir.Ref); !p.simpleTarget(s.Cursor) || ok && r.Sym != nil && r.Sym.Fields > 0 {
			tmp = p.rt.auxiliary("refcursor", "cur", "refcursor", "")
			after = p.text(func(q *printer) { q.store(s.Cursor, func(w *printer) { w.W(tmp) }, nil) })
		}
	}
	p.W("OPEN ")
	if tmp != "" {
		p.W(tmp)
	} else {
		p.cursorName(s.Cursor)
	}
	switch {
	case s.Query != nil:
		p.W(" FOR\n").In()
		p.query(s.Query)
		p.Out()
	case s.Dynamic != nil:
		p.W(" FOR EXECUTE ")
		if text, ok := p.knownText(s.Parsed, "", ""); ok {
			p.Verbatim(text)
		} else {
			p.dynamicText(s.Dynamic, s.Using, s.Sp)
		}
		p.usingArgs(s.Using)
	default:
		p.W(p.cursorArgs(s.Cursor, args))
	}
	p.W(";\n", after)
	p.cursorOpened(s.Cursor)
}

// ownPortals unnames the cursors of a block. Before version 16 a cursor variable holds its own name at first, and the same
// name open twice in a session, by recursion or in two routines, is an error.
func (p *printer) ownPortals(list []ir.Decl) {
	for _, d := range list {
		c, ok := d.(*ir.CursorDecl)
		if !ok || c.Query == nil {
			continue
		}
		if s := p.portal(c); s != "" {
			p.W(p.varName(c, c.Name), " := ", quoteLiteral(s), ";\n")
		} else if p.em.version() < 16 && p.sharesPortal(c) {
			p.W(p.varName(c, c.Name), " := NULL;\n")
		}
	}
}

// sharesPortal tells cursors whose name may be open a second time: the routine calls others or itself, which can come back.
func (p *printer) sharesPortal(d *ir.CursorDecl) bool {
	if p.em.keptCursors[d] {
		return false
	}
	if p.rt.r != nil && p.em.packageCursors[d] == nil && p.staysOpen(d) {
		return true
	}
	if p.rt.r != nil && len(p.rt.r.Calls) == 0 && p.em.cursorNames[p.em.fold(d.Name)] < 2 {
		return false
	}
	if p.rt.r == nil {
		return p.em.cursorNames[p.em.fold(d.Name)] > 1
	}
	for _, c := range p.rt.r.Calls {
		if c == p.rt.r || reaches(c, p.rt.r, map[*ir.Routine]bool{}) {
			return true
		}
	}
	return p.em.cursorNames[p.em.fold(d.Name)] > 1
}

// staysOpen tells whether a cursor of the code may still be open at its end: it is not closed behind OPEN, or a RETURN
// stands between the two. Oracle closes it with its block (PL/SQL Language Reference, "Declaring and Defining Explicit
// Cursors"); here its portal stays until the transaction ends.
func staysOpen(body ir.Node, d *ir.CursorDecl) bool { return openAtEnd(body)[d] }

// staysOpen asks it of the routine at hand, once for all its cursors.
func (p *printer) staysOpen(d *ir.CursorDecl) bool {
	body := p.rt.r.Body
	return fact(p.em, factKey{kind: "open at the end", of: body}, func() map[ir.Node]bool { return openAtEnd(body) })[d]
}

// openAtEnd gives the cursors that stay open.
func openAtEnd(body ir.Node) map[ir.Node]bool {
	open, left := map[ir.Node]bool{}, map[ir.Node]bool{}
	ir.Walk(body, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.OpenCursor:
			open[cursorDecl(x.Cursor)] = true
		case *ir.CloseCursor:
			delete(open, cursorDecl(x.Cursor))
		case *ir.Return:
			maps.Copy(left, open)
		}
		return true
	})
	maps.Copy(left, open)
	return left
}

func reaches(from, to *ir.Routine, seen map[*ir.Routine]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, c := range from.Calls {
		if c == to || reaches(c, to, seen) {
			return true
		}
	}
	return false
}

// cursorOpened resets what is kept of a cursor.
func (p *printer) cursorOpened(e ir.Expr) {
	d := p.cursorKey(e)
	if p.rt.cursFound[d] {
		p.W(p.cursorAux(e, "found", "boolean"), " := NULL;\n")
	}
	if p.rt.cursCount[d] {
		p.W(p.cursorAux(e, "rowcount", "integer"), " := 0;\n")
	}
	if p.rt.found == d {
		p.rt.found = nil
	}
}

// cursorArgs writes the arguments of a bound cursor; defaults of parameters are filled in, which PL/pgSQL does not have.
func (p *printer) cursorArgs(e ir.Expr, args []ir.Arg) string {
	d, _ := cursorDecl(e).(*ir.CursorDecl)
	if d == nil {
		if len(args) == 0 {
			return ""
		}
		return "(" + p.argTexts(args, nil) + ")"
	}
	if len(d.Params) == 0 {
		return ""
	}
	out := make([]string, len(d.Params))
	for i, q := range d.Params {
		v := q.Default
		if i < len(args) && args[i].Name.IsZero() {
			v = args[i].Value
		}
		for _, a := range args {
			if a.Name.Key == q.Name.Key && !a.Name.IsZero() {
				v = a.Value
			}
		}
		out[i] = p.valueText(v, q.Type)
	}
	return "(" + strings.Join(out, ", ") + ")"
}

// fetchCursor writes FETCH.
func (p *printer) fetchCursor(list []ir.Stmt, i int, s *ir.FetchCursor) {
	if s.Bulk {
		p.bulkFetch(s)
		return
	}
	p.W("FETCH ")
	p.cursorName(s.Cursor)
	if !p.keepsLast(list, i, s) {
		p.W(" INTO ", strings.Join(p.targets(s.Into), ", "), ";\n")
		p.fetched(s.Cursor)
		p.W(p.takeAfter())
		return
	}
	tmp := make([]string, len(s.Into))
	for i, e := range s.Into {
		typ := "record"
		if !p.isRecord(e) {
			typ = p.tempType(e)
		}
		tmp[i] = p.rt.auxiliary("fetched "+typ+itoa(i), "fetched", typ, "")
	}
	p.W(" INTO ", strings.Join(tmp, ", "), ";\n")
	p.fetched(s.Cursor)
	p.W("IF FOUND THEN\n").In()
	for i, e := range s.Into {
		p.store(e, func(q *printer) { q.W(tmp[i]) }, nil)
	}
	p.Out().W("END IF;\n")
}

// keepsLast tells a FETCH whose variables may be looked at after it found no row: PostgreSQL makes them NULL then, Oracle
// leaves the last row in them. It need not care where the loop around it is left at once and they are not used behind it,
// or where nothing was in them before.
func (p *printer) keepsLast(list []ir.Stmt, i int, s *ir.FetchCursor) bool {
	leaves := false
	for _, next := range list[i+1:] {
		if _, comment := next.(*ir.CommentStmt); comment {
			continue
		}
		if e, ok := next.(*ir.Exit); ok && !e.Continue {
			a, ok := unwrapNil(e.When).(*ir.CursorAttr)
			leaves = ok && a.Attr == "NOTFOUND"
		}
		break
	}
	for _, e := range s.Into {
		r, ok := e.(*ir.Ref)
		if !ok || r.Sym == nil {
			return true
		}
		v, ok := r.Sym.Decl.(*ir.VarDecl)
		if !ok || !leaves && v.Default != nil && !p.isNull(v.Default) {
			return true
		}
		if writes, after := p.usesOf(v, s); leaves && after || !leaves && writes > 1 {
			return true
		}
	}
	return false
}

// usesOf counts the statements that write to a variable, and tells whether it is used behind the loop that s stands in.
func (p *printer) usesOf(v *ir.VarDecl, s *ir.FetchCursor) (writes int, after bool) {
	end := 0
	var body ir.Node = p.obj
	if p.rt.r != nil {
		body = p.rt.r.Body
	}
	ir.Walk(body, func(n ir.Node) bool {
		if l, ok := n.(*ir.Loop); ok && l.Sp.Start < s.Sp.Start && s.Sp.End <= l.Sp.End {
			end = l.Sp.End
		}
		return true
	})
	eachWritten(body, func(r *ir.Ref) {
		if r.Sym != nil && r.Sym.Decl == ir.Node(v) {
			writes++
		}
	})
	ir.Walk(body, func(n ir.Node) bool {
		if r, ok := n.(*ir.Ref); ok && r.Sym != nil && r.Sym.Decl == ir.Node(v) && end > 0 && r.Sp.Start >= end {
			after = true
		}
		return !after
	})
	return writes, after
}

// fetched notes that FOUND is the cursor's, and keeps what the body asks for later.
func (p *printer) fetched(e ir.Expr) {
	d := p.cursorKey(e)
	p.rt.found = d
	if p.rt.cursFound[d] {
		p.W(p.cursorAux(e, "found", "boolean"), " := FOUND;\n")
	}
	if p.rt.cursCount[d] {
		n := p.cursorAux(e, "rowcount", "integer")
		p.W("IF FOUND THEN\n").In().W(n, " := ", n, " + 1;\n").Out().W("END IF;\n")
	}
}

// forCursor writes a loop over a cursor or query.
func (p *printer) forCursor(s *ir.ForCursor) {
	rec := p.loopRecord(s)
	switch {
	case s.Query != nil:
		p.W("FOR ", rec, " IN\n").In()
		p.query(oneObject(s.Query))
		p.Out().W("\nLOOP\n")
	case s.Dynamic != nil:
		p.W("FOR ", rec, " IN EXECUTE ")
		if text, ok := p.knownText(s.Dynamic.Parsed, "", ""); ok {
			p.Verbatim(text)
		} else {
			p.dynamicText(s.Dynamic.SQL, s.Dynamic.Using, s.Dynamic.Sp)
		}
		p.usingArgs(s.Dynamic.Using)
		p.W(" LOOP\n")
	default:
		p.forBound(s, rec)
	}
	p.loopBody(s.Body)
	p.rt.found = nil
}

// oneObject gives a query that is not a single column of an object type: plpgsql_check takes the object's attributes for
// the columns of such rows. A second column keeps the first one whole.
func oneObject(q *ir.Query) *ir.Query {
	s, ok := q.Body.(*ir.Select)
	if !ok || len(s.Items) != 1 || s.Items[0].Star || s.Items[0].Alias.IsZero() || s.Distinct || !isObjectType(s.Items[0].Expr.Type()) {
		return q
	}
	body, whole := *s, *q
	body.Items = append(slices.Clone(s.Items), &ir.SelectItem{Sp: s.Items[0].Sp, Expr: &ir.NullLit{}, Alias: ir.MakeName("WHOLE")})
	whole.Body = &body
	return &whole
}

// forBound writes a loop over a declared cursor, or a cursor variable.
func (p *printer) forBound(s *ir.ForCursor, rec string) {
	var args []ir.Arg
	if c, ok := unwrapNil(s.Cursor).(*ir.Call); ok {
		args = c.Args
	}
	for _, a := range args {
		p.hoist(a.Value)
	}
	d, _ := cursorDecl(s.Cursor).(*ir.CursorDecl)
	if d == nil {
		p.find(diag.StmtNotConverted, s.Sp, "the cursor of this loop is not declared in the sources")
		p.W("FOR ", rec, " IN SELECT 1 LOOP\n")
		return
	}
	if d.Query == nil {
		p.find(diag.StmtNotConverted, s.Sp, "the cursor %s has no query", d.Name.Text)
	}
	count := ""
	if key := any(ir.Node(d)); p.rt.cursCount[key] {
		count = p.cursorAux(s.Cursor, "rowcount", "integer")
		p.W(count, " := 0;\n")
	}
	p.W("FOR ", rec, " IN ", p.cursorVar(d, d.Name), p.cursorArgs(s.Cursor, args), " LOOP\n")
	if count != "" {
		p.In().W(count, " := ", count, " + 1;\n").Out()
	}
}
