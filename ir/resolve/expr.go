package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// maxDepth bounds the nesting that is resolved; deeper expressions stay untyped.
const maxDepth = 2000

// x resolves the expression in a slot; it may put another one there.
func (j *job) x(e *ir.Expr) {
	if *e == nil {
		return
	}
	if j.depth > maxDepth {
		(*e).SetType(tUnknown)
		return
	}
	j.depth++
	*e = j.expr(*e)
	j.depth--
}

func (j *job) xs(list []ir.Expr) {
	for i := range list {
		j.x(&list[i])
	}
}

// expr resolves what is below e, then e itself.
func (j *job) expr(e ir.Expr) ir.Expr {
	switch n := e.(type) {
	case *ir.Ref:
		return j.ref(n)
	case *ir.Call:
		j.callInside(n)
		return j.call(n)
	case *ir.Binary:
		j.binary(n)
		return n
	case *ir.Subquery:
		j.subquery(n.Query)
		n.SetType(tUnknown)
		if len(n.Query.Cols) > 0 {
			n.SetType(n.Query.Cols[0].Type)
		}
		if t := documentType(n.Query); t != nil {
			n.SetType(t)
		}
		return n
	case *ir.FieldSel:
		j.x(&n.X)
		return j.fieldSel(n)
	case *ir.MethodCall:
		j.x(&n.X)
		for i := range n.Args {
			j.x(&n.Args[i].Value)
		}
		return j.methodCall(n)
	case *ir.Index:
		j.x(&n.X)
		j.xs(n.Args)
		j.indexed(n)
		return n
	case *ir.Transition:
		j.transition(n)
		return n
	case *ir.JSONFunc:
		if c := j.ownJSON(n); c != nil {
			return j.expr(c)
		}
	}
	if j.condition(e) {
		return e
	}
	ir.EachChild(e, j.x, func(c ir.Node) { j.node(c) })
	e.SetType(j.plainType(e))
	return e
}

// node resolves a child that is no expression: a query, in CURSOR(…) and the like.
func (j *job) node(c ir.Node) {
	if q, ok := c.(*ir.Query); ok && q != nil {
		j.subquery(q)
	}
}

func (j *job) subquery(q *ir.Query) {
	if q != nil {
		j.query(q, nil)
	}
}

// callInside resolves the arguments and clauses of a call.
func (j *job) callInside(n *ir.Call) {
	if j.tsql() && dateFunctions[strings.TrimPrefix(callName(n), "tsql.")] {
		datePartArg(n)
	}
	if j.tsql() && j.trigger != nil && strings.EqualFold(n.Name.Key(), "UPDATE") {
		return // UPDATE(column) of a trigger: the name of a column, not its value
	}
	for i := range n.Args {
		a := &n.Args[i]
		if a.Value == nil {
			continue
		}
		if r, ok := a.Value.(*ir.Ref); ok && i == 0 && n.Fn == "make_ref" {
			j.viewName(r)
			continue
		}
		if q, ok := a.Value.(*ir.Subquery); ok && strings.EqualFold(n.Name.Key(), "CURSOR") {
			j.subquery(q.Query)
			q.SetType(tCursor)
			continue
		}
		j.x(&a.Value)
	}
	if n.Job != nil {
		j.jobTexts(n.Job)
	}
	j.orders(n.Within)
	if n.Keep != nil {
		j.orders(n.Keep.Order)
	}
	j.x(&n.Filter)
	j.window(n.Over)
	j.x(&n.OnErrorValue)
}

// viewName resolves the first argument of MAKE_REF, which names an object view or table.
func (j *job) viewName(r *ir.Ref) {
	r.SetType(tUnknown)
	o := j.c.lookup(j.base.Schema, r.Name.Parts)
	if o == nil {
		j.missing(r.Name, "view")
		return
	}
	r.Sym = &ir.Symbol{Kind: ir.SymTable, Decl: o, Type: tUnknown}
}

func (j *job) orders(list []*ir.OrderItem) {
	for _, o := range list {
		j.x(&o.Expr)
	}
}

func (j *job) window(w *ir.Window) {
	if w == nil {
		return
	}
	j.xs(w.Partition)
	j.orders(w.Order)
	if w.Frame != nil {
		j.x(&w.Frame.Start.Value)
		j.x(&w.Frame.End.Value)
	}
}

// binary resolves a flat or left-deep chain without recursion on its left spine: a || b || … may have thousands.
func (j *job) binary(n *ir.Binary) {
	var spine []*ir.Binary
	for b := n; ; {
		spine = append(spine, b)
		l, ok := b.L.(*ir.Binary)
		if !ok {
			break
		}
		b = l
	}
	for i := len(spine) - 1; i >= 0; i-- {
		b := spine[i]
		if i == len(spine)-1 {
			j.x(&b.L)
		}
		j.x(&b.R)
		j.binaryType(b)
	}
}

func (j *job) binaryType(b *ir.Binary) {
	if j.tsql() {
		j.tsqlBinary(b)
		return
	}
	l, r := typeOf(b.L), typeOf(b.R)
	switch b.Op {
	case ir.OpAnd, ir.OpOr:
		b.SetType(tBool)
	case ir.OpEq, ir.OpNe, ir.OpLt, ir.OpLe, ir.OpGt, ir.OpGe, ir.OpDistinct, ir.OpNotDistinct:
		j.compare(&b.L, &b.R)
		b.SetType(tBool)
	case ir.OpConcat:
		j.concat(b)
		b.SetType(concatType(l, r))
	case ir.OpMultisetUnion, ir.OpMultisetIntersect, ir.OpMultisetExcept:
		b.SetType(l)
		if classOf(l) == clUnknown {
			b.SetType(r)
		}
	case ir.OpBitAnd, ir.OpBitOr, ir.OpBitXor:
		b.SetType(unify(l, r))
	default:
		j.arithOperands(b)
		b.SetType(arith(b.Op, typeOf(b.L), typeOf(b.R)))
	}
}

// concatType: CLOB when a side is, else VARCHAR2 as long as both together where that is known.
func concatType(a, b *ir.Type) *ir.Type {
	ab, bb := a.Base(), b.Base()
	switch {
	case classOf(a) == clBytes && classOf(b) == clBytes:
		return a
	case ab.Kind == ir.TText || bb.Kind == ir.TText:
		return tText
	case ab.National || bb.National:
		return tNVarChar
	case classOf(a) == clString && classOf(b) == clString && ab.Len > 0 && bb.Len > 0 && ab.Bytes == bb.Bytes:
		return &ir.Type{Kind: ir.TVarChar, Len: ab.Len + bb.Len, Bytes: ab.Bytes}
	}
	return tVarChar
}

// transition types :new.x by the trigger's table.
func (j *job) transition(n *ir.Transition) {
	n.SetType(tUnknown)
	if j.row == nil {
		return
	}
	if n.Column.IsZero() {
		n.SetType(j.row.row)
		return
	}
	if c := j.row.find(n.Column.Key); c != nil {
		n.SetType(c.typ)
	} else if !j.row.open && n.Row != ir.RowParent {
		if !n.Column.Is("ROWID") && !n.Column.Is("OBJECT_VALUE") && j.trigger.NestedCol.IsZero() {
			j.noColumn(ir.QName{Parts: []ir.Name{n.Column}, Sp: n.Sp}, j.row.obj)
		}
	}
}

// condition resolves the expressions that compare; false when e is none.
func (j *job) condition(e ir.Expr) bool {
	switch n := e.(type) {
	case *ir.Between:
		j.x(&n.X)
		j.x(&n.Lo)
		j.x(&n.Hi)
		j.compareAll([]*ir.Expr{&n.X, &n.Lo, &n.Hi})
	case *ir.In:
		j.x(&n.X)
		j.xs(n.List)
		if n.Query != nil {
			j.subquery(n.Query)
			j.compareQuery(&n.X, n.Query)
		} else {
			j.compareList(&n.X, n.List)
		}
	case *ir.Quantified:
		j.x(&n.X)
		j.xs(n.List)
		if n.Query != nil {
			j.subquery(n.Query)
			j.compareQuery(&n.X, n.Query)
		} else {
			j.compareList(&n.X, n.List)
		}
	case *ir.Like:
		j.x(&n.X)
		j.x(&n.Pattern)
		j.x(&n.Escape)
		j.convert(&n.X, tVarChar)
		j.convert(&n.Pattern, tVarChar)
	case *ir.Case:
		j.caseExpr(n)
		return true
	default:
		return false
	}
	e.SetType(tBool)
	return true
}

func (j *job) caseExpr(n *ir.Case) {
	j.x(&n.Operand)
	results := make([]*ir.Expr, 0, len(n.Whens)+1)
	for i := range n.Whens {
		w := &n.Whens[i]
		j.x(&w.Cond)
		j.x(&w.Result)
		results = append(results, &w.Result)
	}
	if n.Else != nil {
		j.x(&n.Else)
		results = append(results, &n.Else)
	}
	if n.Operand != nil {
		for i := range n.Whens {
			j.compare(&n.Operand, &n.Whens[i].Cond)
		}
	}
	n.SetType(j.merge(results))
}

// merge gives the common type of branches and converts the branches to it.
func (j *job) merge(list []*ir.Expr) *ir.Type {
	if j.tsql() {
		return j.tsqlMerge(list)
	}
	t := tNull
	for _, e := range list {
		t = unify(t, typeOf(*e))
	}
	if classOf(t) == clUnknown {
		return t
	}
	for _, e := range list {
		if classOf(typeOf(*e)) != classOf(t) {
			j.convert(e, t)
		}
	}
	return t
}

// plainType is the type of an expression whose children are typed.
func (j *job) plainType(e ir.Expr) *ir.Type {
	if j.tsql() {
		if t := j.tsqlPlain(e); t != nil {
			return t
		}
	}
	switch n := e.(type) {
	case *ir.NumberLit:
		return numberLit(n.Text)
	case *ir.StringLit:
		if len(n.Value) == 0 {
			return tVarChar
		}
		return litType(n)
	case *ir.NullLit:
		return tNull
	case *ir.BoolLit, *ir.IsNull, *ir.Is, *ir.Exists, *ir.Member:
		return tBool
	case *ir.DatetimeLit:
		return datetimeLit(n)
	case *ir.IntervalLit:
		if n.From == "YEAR" || n.From == "MONTH" {
			return tIntervalY
		}
		return tIntervalD
	case *ir.Unary:
		return j.unary(n)
	case *ir.Paren:
		return typeOf(n.X)
	case *ir.Prior:
		return typeOf(n.X)
	case *ir.SeqValue:
		j.nextValue(n)
		return tCount
	case *ir.Cast:
		j.typ(n.To)
		return known(n.To)
	case *ir.Extract:
		j.convertTo(&n.X, clDate)
		return extractType(n.Field)
	case *ir.Trim:
		return j.trim(n)
	case *ir.AtTimeZone:
		return tTSTZ
	case *ir.New:
		j.typ(n.To)
		j.constructorArgs(n)
		return known(n.To)
	case *ir.Treat:
		j.typ(n.To)
		return known(n.To)
	case *ir.CursorExpr:
		return tCursor
	case *ir.CursorAttr:
		return cursorAttr(n)
	case *ir.Pseudo:
		return pseudoType(n.Kind)
	case *ir.JSONFunc:
		return j.jsonFunc(n)
	case *ir.XMLFunc:
		return j.xmlFunc(n)
	}
	return tUnknown
}

func (j *job) unary(n *ir.Unary) *ir.Type {
	if n.Op == ir.OpNot {
		return tBool
	}
	if classOf(typeOf(n.X)) == clString {
		j.convertTo(&n.X, clNumber)
	}
	t := typeOf(n.X)
	if classOf(t) == clNull {
		return tNumber
	}
	return t
}

func (j *job) trim(n *ir.Trim) *ir.Type {
	j.convertTo(&n.X, clString)
	if typeOf(n.X).Is(ir.TText) {
		return tText
	}
	if typeOf(n.X).Base().National {
		return tNVarChar
	}
	return tVarChar
}

func numberLit(s string) *ir.Type {
	switch s[max(len(s)-1, 0):] {
	case "f", "F":
		return tFloat
	case "d", "D":
		return tDouble
	}
	if strings.ContainsAny(s, "eE") {
		return tNumber
	}
	whole, frac, _ := strings.Cut(s, ".")
	if frac = strings.TrimRight(frac, "0"); frac == "" {
		if n := len(strings.TrimLeft(whole, "0")); n <= len(litNumbers)-1 {
			return litNumbers[max(n, 1)]
		}
		return tWhole
	}
	return number(len(strings.TrimLeft(whole, "0"))+len(frac), len(frac))
}

// litNumbers are the types of whole literals by their digits.
var litNumbers = func() (t [19]*ir.Type) {
	for i := range t {
		t[i] = &ir.Type{Kind: ir.TDecimal, Prec: i, HasScale: true}
	}
	return t
}()

func litType(n *ir.StringLit) *ir.Type {
	l := 0
	for range n.Value {
		l++
	}
	if l < len(litTypes) && !n.National {
		return litTypes[l]
	}
	return &ir.Type{Kind: ir.TChar, Len: l, National: n.National}
}

// litTypes are the types of short texts, of which scripts of data have many.
var litTypes = func() (list [128]*ir.Type) {
	for l := range list {
		list[l] = &ir.Type{Kind: ir.TChar, Len: l}
	}
	return list
}()

func datetimeLit(n *ir.DatetimeLit) *ir.Type {
	switch n.Kind {
	case ir.TDateTime:
		return tDate
	case ir.TTimestampTZ:
		return tTSTZ
	case ir.TTimestamp:
		return tTimestamp
	}
	return &ir.Type{Kind: n.Kind}
}

func extractType(field string) *ir.Type {
	switch field {
	case "SECOND":
		return tNumber
	case "TIMEZONE_REGION", "TIMEZONE_ABBR":
		return tVarChar
	}
	return tSmall
}

func cursorAttr(n *ir.CursorAttr) *ir.Type {
	switch n.Attr {
	case "FOUND", "NOTFOUND", "ISOPEN":
		return tBool
	}
	return tInt
}

func pseudoType(k ir.PseudoKind) *ir.Type {
	switch k {
	case ir.PseudoRowid:
		return tRowID
	case ir.PseudoColumnValue, ir.PseudoObjectValue:
		return tUnknown
	case ir.PseudoIsLeaf, ir.PseudoIsCycle:
		return litNumbers[1]
	}
	return tCount
}
