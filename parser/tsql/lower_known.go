package tsql

import (
	"maps"
	"regexp"
	"strconv"
	"strings"

	"github.com/antlr4-go/antlr/v4"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/parsing"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// Dynamic statements whose text is known here, EXEC ('…'), EXEC (@sql) and sp_executesql @sql where @sql was given constants only, are
// lowered as what they say. Such a text is a batch of its own: it sees temporary tables and its parameters, not the variables around
// it ("EXECUTE" and "sp_executesql", Transact-SQL reference), so that its statements can stand in the place of the call once its variables
// have names of their own.

// knownTexts puts the statements of known texts in place.
func (l *lowerer) knownTexts(b *ir.Block) {
	if l.depth > 0 || jumps(b.Body) {
		return
	}
	k := texts{}
	for _, d := range *l.decls {
		if v, ok := d.(*ir.VarDecl); ok {
			k.assign(v.Name.Key, v.Default)
		}
	}
	b.Body = l.knownList(b.Body, k)
}

// jumps tells bodies with labels: there what stands above need not have run.
func jumps(list []ir.Stmt) bool {
	found := false
	for _, s := range list {
		ir.Walk(s, func(n ir.Node) bool {
			if st, ok := n.(ir.Stmt); ok && len(st.Base().Labels) > 0 {
				found = true
			}
			return !found
		})
	}
	return found
}

func onlyNumber(c *ir.Call) (string, bool) {
	if len(c.Args) != 1 {
		return "", false
	}
	n, ok := c.Args[0].Value.(*ir.NumberLit)
	if !ok {
		return "", false
	}
	return n.Text, true
}

// forget drops what is known of every variable that a statement changes.
func (k texts) forget(s ir.Stmt) {
	eachChanged(s, func(r *ir.Ref) { k.changed(r.Name.Last().Key) })
}

func (k texts) forgetAssigned(list []ir.Stmt) {
	for _, s := range list {
		k.forget(s)
	}
}

// knownList walks a list of statements in the order in which they run.
func (l *lowerer) knownList(list []ir.Stmt, k texts) []ir.Stmt {
	out := make([]ir.Stmt, 0, len(list))
	for _, s := range list {
		switch s := s.(type) {
		case *ir.Assign:
			if r, ok := s.Target.(*ir.Ref); ok {
				k.assign(r.Name.Last().Key, s.Value)
			}
		case *ir.If:
			l.ifTexts(s, k)
		case *ir.Loop:
			k.forgetAssigned(s.Body)
			s.Body = l.knownList(s.Body, maps.Clone(k))
		case *ir.Block:
			whole := s.Body
			before := maps.Clone(k)
			s.Body = l.knownList(s.Body, k)
			for _, h := range s.Handlers {
				before.forgetAssigned(whole)
				h.Body = l.knownList(h.Body, maps.Clone(before))
				k.forgetAssigned(whole)
				k.forgetAssigned(h.Body)
			}
		case *ir.ExecImmediate:
			if b := l.knownExec(s.SQL, nil, nil, s.Sp, k); b != nil {
				b.StmtBase = s.StmtBase
				out = append(out, b)
				continue
			}
		case *ir.ExecDML:
			if b := l.knownInsert(s, k); b != nil {
				b.StmtBase = s.StmtBase
				out = append(out, b)
				continue
			}
			k.forget(s)
		case *ir.CallStmt:
			if b := l.knownCall(s, k); b != nil {
				b.StmtBase = s.StmtBase
				out = append(out, b)
				continue
			}
			k.forget(s)
		case *ir.SelectStmt:
			if !k.selectTexts(s) {
				k.forget(s)
			}
		default:
			k.forget(s)
		}
		out = append(out, s)
	}
	return out
}

// knownCall is sp_executesql with a text and a list of parameters that are known.
func (l *lowerer) knownCall(s *ir.CallStmt, k texts) *ir.Block {
	c, ok := s.X.(*ir.Call)
	if !ok || c.Fn != "tsql.sp_executesql" || len(c.Args) == 0 || s.Result != nil {
		return nil
	}
	for i, a := range c.Args[:min(2, len(c.Args))] {
		if a.Default || a.Out || !a.Name.IsZero() && !a.Name.Is([]string{"@STMT", "@PARAMS"}[i]) && !(i == 0 && a.Name.Is("@STATEMENT")) {
			return nil
		}
	}
	if len(c.Args) == 1 {
		return l.knownExec(c.Args[0].Value, nil, nil, s.Sp, k)
	}
	params, ok := k.constants(c.Args[1].Value)
	if !ok {
		return nil
	}
	b := l.knownExec(c.Args[0].Value, params, c.Args[2:], s.Sp, k)
	if b != nil {
		k.forget(s)
	}
	return b
}

// knownExec lowers a known text; nil where it is not known, or says something that cannot stand in the place of the call.
func (l *lowerer) knownExec(sql ir.Expr, params []*ir.StringLit, args []ir.Arg, at diag.Span, k texts) *ir.Block {
	if l.file == nil {
		return nil
	}
	left := maxVariants
	return l.execPieces(k.pieces(sql), params, args, at, &left)
}

// execText lowers constants, or a template.
func (l *lowerer) execText(lits []*ir.StringLit, t *template, params []*ir.StringLit, args []ir.Arg, at diag.Span) *ir.Block {
	var body []ir.Stmt
	var decls []ir.Decl
	var ok bool
	if t == nil {
		body, decls, ok = l.batchOf(lits, at)
	} else {
		body, decls, ok = l.batchText(t.text, t.places)
	}
	if !ok || !embeddable(body, decls) || t != nil && !t.wrap(body) {
		return nil
	}
	var head, tail []ir.Stmt
	given := map[string]bool{}
	if params != nil {
		text, outs := declaration(params)
		_, list, ok := l.batchOf([]*ir.StringLit{{Value: text, ExprBase: params[0].ExprBase}}, at)
		if !ok || len(list) == 0 {
			return nil
		}
		var kept []ir.Decl
		for i, d := range list {
			v, isVar := d.(*ir.VarDecl)
			a, value := argOf(args, v.Name, i), ir.Expr(&ir.NullLit{})
			if !isVar {
				return nil
			}
			if v.Type.Is(ir.TNamed, ir.TTableValue) { // a table goes in under its own name only
				if a == nil || !isVariable(a.Value, v.Name) {
					return nil
				}
				continue
			}
			kept = append(kept, d)
			if a != nil {
				value = a.Value
			} else if v.Default != nil {
				value = v.Default
			}
			v.Default = nil
			given[v.Name.Key] = true
			head = append(head, assignTo(v.Name, value, at))
			if a != nil && a.Out && outs[v.Name.Key] {
				back := assignTo(ir.Name{}, l.varRef(v.Name, at), at)
				back.Target = a.Value
				tail = append(tail, back)
			}
		}
		decls = append(kept, decls...)
	}
	var initial []ir.Stmt // of the text's own variables, which may name its parameters
	for _, d := range decls {
		v := d.(*ir.VarDecl)
		if !given[v.Name.Key] {
			value := v.Default
			if value == nil {
				value = &ir.NullLit{}
			}
			v.Default = nil
			initial = append(initial, assignTo(v.Name, value, at))
		}
	}
	body = append(initial, body...)
	l.ownNames(decls, head, body, tail)
	if t != nil {
		t.replace(body)
		l.findThere(diag.TSQLDynamicSQL, at, t.told())
	}
	*l.decls = append(*l.decls, decls...)
	return &ir.Block{Body: append(append(head, body...), tail...)}
}

func isVariable(e ir.Expr, n ir.Name) bool {
	r, ok := e.(*ir.Ref)
	return ok && len(r.Name.Parts) == 1 && r.Name.Parts[0].Key == n.Key
}

func assignTo(n ir.Name, value ir.Expr, at diag.Span) *ir.Assign {
	r := &ir.Ref{Name: ir.QName{Parts: []ir.Name{n}, Sp: at}}
	r.Sp = at
	a := &ir.Assign{Target: r, Value: value}
	a.Sp = at
	return a
}

// argOf gives the argument for a parameter, by name or place.
func argOf(args []ir.Arg, n ir.Name, i int) *ir.Arg {
	for j := range args {
		if args[j].Name.Key == n.Key || args[j].Name.IsZero() && j == i {
			return &args[j]
		}
	}
	return nil
}

var (
	outWord      = regexp.MustCompile(`(?i)\s+(output|out)\s*$`)
	readonlyWord = regexp.MustCompile(`(?i)\s+readonly\s*$`)
)

// declaration makes a DECLARE of the parameters' declaration, and tells which give a value back.
func declaration(params []*ir.StringLit) (string, map[string]bool) {
	text := ""
	for _, p := range params {
		text += p.Value
	}
	outs := map[string]bool{}
	depth, start := 0, 0
	var items []string
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ',' && depth == 0 {
			it := text[start:i]
			it = readonlyWord.ReplaceAllString(it, "")
			if plain := outWord.ReplaceAllString(it, ""); plain != it {
				if f := strings.Fields(plain); len(f) > 0 {
					outs[strings.ToUpper(f[0])] = true
				}
				it = plain
			}
			items = append(items, it)
			start = i + 1
			continue
		}
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
	}
	return "DECLARE " + strings.Join(items, ","), outs
}

// batchOf parses constants as one batch and lowers its statements; places in them are places in the constants.
func (l *lowerer) batchOf(lits []*ir.StringLit, at diag.Span) ([]ir.Stmt, []ir.Decl, bool) {
	var b strings.Builder
	var pieces []diag.Piece
	for _, s := range lits {
		pieces = append(pieces, l.pieces(s, at, b.Len())...)
		b.WriteString(s.Value)
	}
	return l.batchText(b.String(), pieces)
}

// batchText parses a text as one batch; pieces tell where it stands.
func (l *lowerer) batchText(text string, pieces []diag.Piece) ([]ir.Stmt, []ir.Decl, bool) {
	f := l.file.Derive(text, pieces)
	u := &batch.Unit{File: f, End: len(text), QuotedText: l.unit.QuotedText, NullsEqual: l.unit.NullsEqual, Database: l.unit.Database, Repeat: 1}
	tree, err := parse(f, 0, u.End, scan.Options{QuotedText: u.QuotedText})
	if err != nil {
		return nil, nil, false
	}
	var list []antlr.Tree
	for _, s := range tree.Stmts {
		if _, module := s.Ctx.(*syntax.ModuleContext); s.Err != nil || module {
			return nil, nil, false
		}
		list = append(list, s.Ctx)
	}
	in := &lowerer{tree: tree, file: f, unit: u, notes: parsing.NewNotes(f, tree.Comments), obj: l.obj, depth: l.depth + 1}
	found := 0
	if l.obj != nil {
		found = len(l.obj.Obj().Findings.Items)
	}
	body := in.body(list)
	if l.obj != nil && len(l.obj.Obj().Findings.Items) > found || len(in.pending.Items) > 0 {
		if l.obj != nil {
			l.obj.Obj().Findings.Items = l.obj.Obj().Findings.Items[:found]
		}
		return nil, nil, false // what is not converted stays with the text
	}
	return body.Body, body.Decls, true
}

// pieces tells where the characters of a constant stand in the file: a doubled quote is one.
func (l *lowerer) pieces(s *ir.StringLit, at diag.Span, start int) []diag.Piece {
	src := ""
	if s.Sp.File == l.file {
		src = s.Sp.Text()
	}
	open := strings.IndexByte(src, '\'')
	if open < 0 || stringValue(src) != s.Value {
		place := at.Start
		if s.Sp.File == l.file && !s.Sp.IsZero() {
			place = s.Sp.Start
		}
		return []diag.Piece{{Start: start, Parent: place, Fixed: true}}
	}
	from := s.Sp.Start + open + 1
	list := []diag.Piece{{Start: start, Parent: from}}
	n := start
	for i := 0; i < len(src)-open-2; i++ {
		n++
		if src[open+1+i] == '\'' {
			i++
			list = append(list, diag.Piece{Start: n, Parent: from + i + 1})
		}
	}
	return list
}

// embeddable tells statements that mean the same in the place of the call: no RETURN, which would end the caller, no labels, and no
// definitions, which stay dynamic.
func embeddable(body []ir.Stmt, decls []ir.Decl) bool {
	for _, d := range decls {
		v, ok := d.(*ir.VarDecl)
		if !ok || v.Type.Is(ir.TTableValue, ir.TRefCursor) || v.Type.Kind == ir.TNamed {
			return false
		}
	}
	ok := len(body) > 0
	for _, s := range body {
		ir.Walk(s, func(n ir.Node) bool {
			switch n := n.(type) {
			case *ir.Return, *ir.DDL, *ir.RawStmt, *ir.RawExpr, *ir.Goto, *ir.OpenCursor, *ir.FetchCursor, *ir.BeginTran, *ir.Commit, *ir.Rollback, *ir.Savepoint:
				ok = false
			case *ir.NullStmt:
				ok = ok && len(n.Labels) == 0
			}
			return ok
		})
	}
	return ok
}

// ownNames gives the variables of a text names that the module does not have.
func (l *lowerer) ownNames(decls []ir.Decl, head, body, tail []ir.Stmt) {
	taken := map[string]bool{}
	for _, d := range *l.decls {
		taken[d.Common().Name.Key] = true
	}
	if r, ok := l.obj.(*ir.Routine); ok {
		for _, q := range r.Params {
			taken[q.Name.Key] = true
		}
	}
	to := map[string]ir.Name{}
	for _, d := range decls {
		c := d.Common()
		n := c.Name
		for i := 2; taken[n.Key]; i++ {
			n = ir.MakeName(c.Name.Text + "_" + strconv.Itoa(i))
		}
		taken[n.Key] = true
		to[c.Name.Key] = n
		c.Name = n
	}
	put := func(r *ir.Ref) {
		if n, ok := to[r.Name.Parts[0].Key]; ok && len(r.Name.Parts) == 1 {
			r.Name.Parts = []ir.Name{n}
		}
	}
	for _, s := range body {
		ir.Walk(s, func(n ir.Node) bool {
			if r, ok := n.(*ir.Ref); ok && len(r.Name.Parts) > 0 {
				put(r)
			}
			return true
		})
	}
	for _, s := range head {
		put(s.(*ir.Assign).Target.(*ir.Ref))
	}
	for _, s := range tail {
		put(s.(*ir.Assign).Value.(*ir.Ref))
	}
}
