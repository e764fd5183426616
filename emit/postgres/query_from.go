package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// fromClause writes FROM: a list on one line where it fits, joins each on a line of its own.
func (p *printer) fromClause(list []ir.TableExpr) {
	if len(list) == 0 {
		return
	}
	p.W("\nFROM ")
	p.fromList(list)
}

func (p *printer) fromList(list []ir.TableExpr) {
	texts := make([]string, len(list))
	n, tall := 0, false
	for i, t := range list {
		texts[i] = p.tableText(t)
		n += len(texts[i]) + 2
		tall = tall || strings.Contains(texts[i], "\n")
	}
	if !tall && n <= listWidth {
		p.W(strings.Join(texts, ", "))
		return
	}
	for i, t := range texts {
		if i > 0 {
			p.W(",\n  ")
			t = strings.ReplaceAll(t, "\n", "\n  ")
		}
		p.W(t)
	}
}

// tableText gives an element of FROM, the joins of a chain on lines of their own.
func (p *printer) tableText(t ir.TableExpr) string {
	j, ok := t.(*ir.JoinExpr)
	if !ok {
		return p.sourceText(t)
	}
	var chain []*ir.JoinExpr
	first := ir.TableExpr(j)
	for {
		j, ok := first.(*ir.JoinExpr)
		if !ok {
			break
		}
		chain = append(chain, j)
		first = j.L
	}
	w := p.sub()
	w.W(p.sourceText(first))
	for i := len(chain) - 1; i >= 0; i-- {
		w.NL()
		w.join(chain[i])
	}
	return w.String()
}

// join writes what follows a join's left side.
func (p *printer) join(j *ir.JoinExpr) {
	kind, on := string(j.Kind), j.On
	if j.Hint != "" {
		p.hintsDropped([]string{j.Hint}, j.Sp)
	}
	switch j.Kind {
	case ir.JoinCrossApply:
		kind = "CROSS JOIN"
	case ir.JoinOuterApply:
		kind, on = "LEFT JOIN", &ir.BoolLit{Value: true}
	}
	if j.Natural {
		kind = "NATURAL " + kind
	}
	if len(j.PartitionBy) > 0 {
		p.find(diag.QueryNotKnown, j.Sp, "join with PARTITION BY: cross join the distinct partition keys with the other table first, then join outer to that")
	}
	if j.Kind == ir.JoinFull && j.On != nil && !joinsByEquality(j) {
		p.find(diag.FullJoin, j.Sp, "FULL JOIN without an equality between its sides")
	}
	right := p.sourceText(j.R)
	if apply(j.Kind) && lateral(j.R) && !strings.HasPrefix(right, "LATERAL ") {
		right = "LATERAL " + right
	}
	p.W(kind, " ", right)
	switch {
	case len(j.Using) > 0:
		p.W(" USING (", p.nameList(j.Using), ")")
	case on != nil:
		p.onCond(on)
	case j.Kind != ir.JoinCross && j.Kind != ir.JoinCrossApply && !j.Natural:
		p.W(" ON true")
	}
}

// joinsByEquality tells whether a join has a condition a.x = b.y: without one PostgreSQL cannot run a FULL JOIN.
func joinsByEquality(j *ir.JoinExpr) bool {
	l, r := rangeVars([]ir.TableExpr{j.L}), rangeVars([]ir.TableExpr{j.R})
	for _, c := range conjuncts(j.On) {
		b, ok := unwrap(c).(*ir.Binary)
		if ok && b.Op == ir.OpEq && (namesVar(b.L, l) && namesVar(b.R, r) || namesVar(b.L, r) && namesVar(b.R, l)) {
			return true
		}
	}
	return false
}

func namesVar(e ir.Expr, vars []*rangeVar) bool {
	found := false
	eachExpr(e, func(x ir.Expr, depth int) {
		if r, ok := x.(*ir.Ref); ok && owner(r, vars, depth) != nil {
			found = true
		}
	})
	return found
}

func apply(k ir.JoinKind) bool { return k == ir.JoinCrossApply || k == ir.JoinOuterApply }

// lateral tells tables that need the word to see those in front of them; functions see them without it.
func lateral(t ir.TableExpr) bool {
	switch t.(type) {
	case *ir.SubqueryRef, *ir.PivotRef, *ir.UnpivotRef:
		return true
	}
	return false
}

func (p *printer) onCond(on ir.Expr) {
	list := conjuncts(on)
	texts := make([]string, len(list))
	n := p.Column()
	for i, c := range list {
		prec := precAnd + 1
		if len(list) == 1 {
			prec = precLowest
		}
		texts[i] = p.condAt(c, prec)
		n += len(texts[i]) + 5
	}
	if one := strings.Join(texts, " AND "); n <= listWidth && !strings.Contains(one, "\n") {
		p.W(" ON ", one)
		return
	}
	p.W(" ON ").In()
	p.W(strings.Join(texts, "\nAND "))
	p.Out()
}

// sourceText gives one table with its alias; a join is put in parentheses.
func (p *printer) sourceText(t ir.TableExpr) string {
	if p.tsql() {
		if s, ok := p.tsqlTable(t); ok {
			return s
		}
	}
	switch t := t.(type) {
	case *ir.TableRef:
		return p.tableRef(t)
	case *ir.SubqueryRef:
		use := useSource
		if p.unordered {
			use = useValue
		}
		s := p.subqueryText(t.Query, use)
		if t.Lateral {
			s = "LATERAL " + s
		}
		return s + p.asAlias(t.Alias, t.Cols)
	case *ir.JoinExpr:
		return inParens("\n" + p.tableText(t) + "\n")
	case *ir.FuncRef:
		return p.funcRef(t)
	case *ir.JSONTable:
		return p.jsonTable(t)
	case *ir.XMLTable:
		return p.xmlTable(t)
	case *ir.RawTable:
		return t.Text
	}
	return p.sourceText(p.unpivoted(t))
}

// asAlias gives " AS name (cols)". PostgreSQL before 16 wants a name for every subquery.
func (p *printer) asAlias(n ir.Name, cols []ir.Name) string {
	if n.IsZero() {
		n = sqlName("subquery")
	}
	s := " AS " + p.em.ident(n)
	if len(cols) > 0 {
		s += " (" + p.nameList(cols) + ")"
	}
	return s
}

func (p *printer) tableRef(t *ir.TableRef) string {
	if t.Flashback != "" {
		p.find(diag.Flashback, t.Sp, "%s: PostgreSQL keeps no past versions of rows to query", firstWords(t.Flashback, 3))
	}
	if isDual(t) {
		return "(SELECT 'X'::text AS dummy)" + p.asAlias(tableAlias(t), nil)
	}
	s := ""
	switch {
	case t.SystemTime != nil:
		return p.versions(t)
	case t.CTE != nil:
		s = p.em.ident(t.Name.Last())
	case t.Transition != "":
		s = p.em.ident(sqlName(t.Transition))
	case t.Supplied:
		s = p.dictionaryRef(t)
	case !t.Made.IsZero():
		s = p.em.madeName(t.Made, t.Name.Last())
	default:
		s = p.relation(t.Name, t.Decl)
	}
	if t.Partition != "" {
		s = p.partitionRef(t, s)
	}
	if t.Only {
		s = "ONLY " + s
	}
	if !t.Alias.IsZero() {
		s += " " + p.em.ident(t.Alias)
	} else if last := p.em.ident(t.Name.Last()); !strings.HasSuffix(s, last) {
		s += " " + last // a table that is called otherwise here: its columns go by the old name
	}
	if t.Sample != "" {
		s += p.sampleText(t)
	}
	return s
}

// sampleText turns SAMPLE [BLOCK] (percent) [SEED (n)] into TABLESAMPLE.
func (p *printer) sampleText(t *ir.TableRef) string {
	s := strings.ToUpper(t.Sample)
	method := "BERNOULLI"
	if strings.Contains(s, "BLOCK") {
		method = "SYSTEM"
	}
	pct, rest := parenthesised(t.Sample)
	if i := strings.IndexByte(pct, ','); i >= 0 {
		pct = pct[:i] // SAMPLE (percent, groups): the second number only tunes
	}
	out := " TABLESAMPLE " + method + " (" + strings.TrimSpace(pct) + ")"
	if strings.Contains(strings.ToUpper(rest), "SEED") {
		seed, _ := parenthesised(rest)
		out += " REPEATABLE (" + strings.TrimSpace(seed) + ")"
	}
	return out
}

// parenthesised gives what stands in the first parentheses of s, and what follows them.
func parenthesised(s string) (in, rest string) {
	i := strings.IndexByte(s, '(')
	if i < 0 {
		return s, ""
	}
	j := strings.IndexByte(s[i:], ')')
	if j < 0 {
		return s[i+1:], ""
	}
	return s[i+1 : i+j], s[i+j+1:]
}

func isDual(t *ir.TableRef) bool {
	if t.Decl != nil || t.CTE != nil || !t.Name.Last().Is("DUAL") {
		return false
	}
	return len(t.Name.Parts) == 1 || t.Name.Qualifier().Is("SYS")
}

// funcRef writes TABLE(collection) or a table function.
func (p *printer) funcRef(t *ir.FuncRef) string {
	alias := t.Alias
	cols := t.Cols
	call := ""
	switch x := rowCall(unwrap(t.X)).(type) {
	case *ir.Native:
		call = p.exprText(x)
	case *ir.Call:
		call = p.exprText(x)
		if !returnsRows(x) {
			call = "unnest(" + call + ")"
		}
		if !returnsRows(x) || x.Sym != nil {
			cols = valueColumn(x, cols)
		}
	case *ir.Subquery, *ir.Cast:
		return p.collectionQuery(t, x)
	case *ir.MethodCall:
		call = p.exprText(x)
		if r := methodRoutine(x); r == nil || !r.Pipelined {
			call = "unnest(" + call + ")"
		}
		cols = valueColumn(x, cols)
	default:
		if p.collectionOf(t.X) && p.em.rep(t.X.Type()) == repJSON {
			call, cols = p.jsonRows(t.X, cols)
			break
		}
		call = "unnest(" + p.exprText(t.X) + ")"
		cols = valueColumn(t.X, cols)
	}
	if alias.IsZero() {
		if len(cols) == 0 && call[0] != '(' {
			return call
		}
		alias = sqlName("items")
	}
	return call + p.asAlias(alias, cols)
}

// collectionQuery is TABLE(CAST(x AS t)) or TABLE(SELECT nested_column FROM …).
func (p *printer) collectionQuery(t *ir.FuncRef, x ir.Expr) string {
	if c, ok := x.(*ir.Cast); ok && c.Multiset != nil {
		return p.subqueryText(c.Multiset, useSource) + p.asAlias(t.Alias, t.Cols)
	}
	alias := t.Alias
	if alias.IsZero() {
		alias = sqlName("items")
	}
	return "unnest(" + p.exprText(x) + ")" + p.asAlias(alias, valueColumn(x, t.Cols))
}

// valueColumn names the column of a collection of plain values, which Oracle calls COLUMN_VALUE.
func valueColumn(x ir.Expr, cols []ir.Name) []ir.Name {
	if len(cols) > 0 {
		return cols
	}
	t := x.Type().Base()
	if t.Kind == ir.TCollection && t.Elem.Is(ir.TRecord, ir.TRow, ir.TNamed) {
		return nil
	}
	return []ir.Name{sqlName("column_value")}
}

// returnsRows tells functions that give rows themselves: pipelined ones, and those that a pass made.
func returnsRows(c *ir.Call) bool {
	if c.Sym != nil {
		if r, ok := c.Sym.Decl.(*ir.Routine); ok {
			return r.Pipelined
		}
		return false
	}
	return c.Fn == "" || strings.HasPrefix(c.Fn, "dbms_xplan.")
}

// queryTail writes ORDER BY, LIMIT, OFFSET and FOR UPDATE.
func (p *printer) queryTail(q *ir.Query) {
	if len(q.OrderBy) > 0 {
		was := p.outer
		if s, ok := q.Body.(*ir.Select); ok {
			p.outer = nullSupplied(s.From, was)
		}
		p.NL()
		p.clauseList("ORDER BY", p.orderTextsOf(q), false)
		p.outer = was
	}
	limit := ""
	if q.Limit != nil {
		limit = p.exprText(q.Limit)
		if q.Percent {
			limit = p.percentLimit(q, limit)
		}
	}
	if q.WithTies && len(q.OrderBy) > 0 {
		if q.Offset != nil {
			p.W("\nOFFSET ", p.exprText(q.Offset))
		}
		p.W("\nFETCH FIRST ", fetchCount(q.Limit, limit), " ROWS WITH TIES")
	} else {
		if limit != "" {
			p.W("\nLIMIT ", limit)
		}
		if q.Offset != nil {
			p.W("\nOFFSET ", p.exprText(q.Offset))
		}
	}
	p.lockClause(q)
}

// fetchCount is the number of FETCH FIRST, where PostgreSQL takes a constant or something in parentheses.
func fetchCount(e ir.Expr, s string) string {
	if _, ok := e.(*ir.NumberLit); ok && !strings.HasPrefix(s, "(") {
		return s
	}
	return inParens(s)
}

// percentLimit counts the rows of the query without its order, and takes the percentage of that, rounded up.
func (p *printer) percentLimit(q *ir.Query, pct string) string {
	all := &ir.Query{Body: q.Body}
	w := p.sub()
	w.obj = &ir.Unsupported{} // its findings were made when the query itself was written
	w.queryBody(all.Body)
	return "(\n  SELECT ceil(count(*) * " + pct + " / 100.0)\n  FROM " +
		strings.ReplaceAll(inParens("\n"+w.String()+"\n"), "\n", "\n  ") + " AS all_rows\n)"
}

// lockClause writes FOR UPDATE. Oracle names columns, PostgreSQL tables.
func (p *printer) lockClause(q *ir.Query) {
	l := q.Lock
	if l == nil {
		return
	}
	kind := "UPDATE"
	if l.Share {
		kind = "SHARE"
	}
	p.W("\nFOR ", kind)
	if of := p.lockTables(q, l); len(of) > 0 {
		p.W(" OF ", p.nameList(of))
	}
	switch {
	case l.NoWait:
		p.W(" NOWAIT")
	case l.SkipLocked:
		p.W(" SKIP LOCKED")
	case l.Wait != nil:
		if n, ok := l.Wait.(*ir.NumberLit); ok && n.Text == "0" {
			p.W(" NOWAIT")
			return
		}
		p.find(diag.LockWait, l.Wait.Span(), "WAIT %s: set lock_timeout in front of the query", p.exprText(l.Wait))
	}
}

// lockTables gives the range variables to lock. PostgreSQL cannot lock the optional side of an outer join, so
// without OF those are left out.
func (p *printer) lockTables(q *ir.Query, l *ir.Lock) []ir.Name {
	s, ok := q.Body.(*ir.Select)
	if !ok {
		return nil
	}
	vars := rangeVars(s.From)
	if len(vars) == 1 {
		return nil
	}
	outer := nullSupplied(s.From, nil)
	var names []ir.Name
	seen := map[string]bool{}
	add := func(v *rangeVar) {
		if v != nil && !seen[v.name.Key] {
			seen[v.name.Key] = true
			names = append(names, v.name)
		}
	}
	for _, of := range l.Of {
		if len(of.Parts) > 1 {
			add(varNamed(vars, of.Qualifier().Key))
		} else if v := varNamed(vars, of.Last().Key); v != nil {
			add(v)
		} else {
			add(varOfColumn(vars, of.Last().Key))
		}
	}
	if len(l.Of) == 0 && len(outer) > 0 {
		for _, v := range vars {
			if !outer[v.name.Key] {
				add(v)
			}
		}
		p.find(diag.LockOuter, q.Sp, "FOR UPDATE does not lock the rows on the optional side of the outer join")
	}
	return names
}

// nullSupplied gives the range variables that an outer join may fill with NULLs, with those of the queries around.
func nullSupplied(from []ir.TableExpr, around map[string]bool) map[string]bool {
	out := map[string]bool{}
	for k := range around {
		out[k] = true
	}
	var walk func(t ir.TableExpr, optional bool)
	walk = func(t ir.TableExpr, optional bool) {
		if j, ok := t.(*ir.JoinExpr); ok {
			walk(j.L, optional || j.Kind == ir.JoinRight || j.Kind == ir.JoinFull)
			walk(j.R, optional || j.Kind == ir.JoinLeft || j.Kind == ir.JoinFull || j.Kind == ir.JoinOuterApply)
			return
		}
		if n := tableAlias(t); !n.IsZero() {
			out[n.Key] = optional
			if !optional {
				delete(out, n.Key)
			}
		}
	}
	for _, t := range from {
		walk(t, false)
	}
	return out
}

// firstWords shortens a clause for a message.
func firstWords(s string, n int) string {
	w := strings.Fields(s)
	if len(w) > n {
		w = w[:n]
	}
	return strings.Join(w, " ")
}
