package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dataScript writes the statements of a script: those that put data in, which the installation runs, and those that run
// code, which it does not. The installation is one transaction, so that COMMIT goes.
func (p *printer) dataScript(d *ir.DataScript) []*ir.Artifact {
	run := p.em.newPrinter(d)
	p.temps = p.foreignTemps()
	run.temps = p.temps
	p.lead(d)
	wrote := false
	for _, s := range d.Stmts {
		if b, ok := s.(*ir.Block); ok && idle(b) {
			continue
		}
		if t := p.em.rows.superseded[s]; t != "" {
			p.findOnce(diag.OtherDefinition, s.Span(), "what the script does to %s is left out: it is for the %[1]s that the file creates, and another one is converted", t)
			continue
		}
		if why := p.em.rows.narrow[s]; why != "" {
			p.findOnce(diag.MayFail, s.Span(), "%s: the statement is left out", why)
			continue
		}
		w := p
		if p.em.manual(s) || p.em.temps != nil && p.em.temps.manual[d] {
			w = run
		}
		if v := askedFor(s); v != "" {
			p.findOnce(diag.UndefinedVariable, s.Span(), "the script asks for the value of %s: install.sql does not run it", v)
		}
		w.stmtComments(s.Base())
		if t := p.em.rows.late[s]; t != "" {
			p.findOnce(diag.ScriptRuns, s.Span(), "it reads %s, whose rows a script puts in that install.sql does not run", t)
		}
		if x := p.em.rows.perils[s]; x.why != "" {
			rest := ": install.sql may end there"
			if x.sure {
				rest = ": install.sql does not run it"
			}
			p.findOnce(diag.MayFail, s.Span(), "%s%s", x.why, rest)
		}
		if r, ok := s.(*ir.Repeat); ok && w == run {
			r.Of.With(r.Of.Read(r.Sp), func() {
				w.doBlock(&ir.Block{StmtBase: ir.StmtBase{Sp: s.Span()}, Body: []ir.Stmt{r.Of.Stmt}})
			})
			wrote = true
			continue
		}
		if _, ok := s.(*ir.ExecDML); ok && w == run {
			if p.em.rows.random[s] {
				p.findOnce(diag.RowThere, s.Span(), "the keys of the rows are drawn at random, and may come twice: install.sql does not run it")
			}
			w.doBlock(&ir.Block{StmtBase: ir.StmtBase{Sp: s.Span()}, Body: []ir.Stmt{s}})
			wrote = true
			continue
		}
		wrote = w.scriptStmt(d, s) || wrote
	}
	if !wrote {
		if hasCode(d.Findings.Items, diag.OtherDefinition) {
			d.Dropped = "it is for a table that another definition of the same name has taken the place of"
		} else if hasCode(d.Findings.Items, diag.MayFail) {
			d.Dropped = "SQL Server refuses its rows too: a constant is too large for its column"
		} else if d.Findings.Worst() < diag.Red {
			d.Dropped = "nothing is left to run: the installation is one transaction, starts empty, and prints nothing"
		}
		return nil
	}
	var arts []*ir.Artifact
	if p.String() != "" {
		// What a statement calls must be there: it runs at once.
		for n := range p.soft {
			p.needs[n] = true
		}
		p.dataNeeds(d)
		arts = append(arts, p.take(ir.StageData, "data/"+dataFile(d)+".sql", p.em.sharedTemps(d)...))
	}
	if run.String() != "" {
		arts = append(arts, run.take(ir.StageManual, "scripts/"+dataFile(d)+".sql"))
	}
	return arts
}

// scriptStmt writes one statement; false where there is nothing to write.
func (p *printer) scriptStmt(d *ir.DataScript, s ir.Stmt) bool {
	switch s := s.(type) {
	case *ir.Commit, *ir.Savepoint, *ir.SetTransaction:
		return false
	case *ir.Rollback:
		p.find(diag.RollbackInScript, s.Sp, "ROLLBACK is left out: the installation is one transaction")
		return false
	case *ir.ExecDML:
		p.scriptDML(s, s.DML)
	case *ir.Repeat:
		p.repeat(s)
	case *ir.Block:
		p.scriptBlock(s)
	case *ir.CallStmt:
		if idleCall(s.X) {
			return false
		}
		p.scriptBlock(&ir.Block{StmtBase: ir.StmtBase{Sp: s.Sp}, Body: []ir.Stmt{s}})
	case *ir.RawStmt:
		if d.Findings.Worst() < diag.Red {
			p.find(diag.NotConverted, s.Sp, "the statement is not converted")
		}
	default:
		p.scriptBlock(&ir.Block{StmtBase: ir.StmtBase{Sp: s.Span()}, Body: []ir.Stmt{s}})
	}
	return true
}

// repeat writes the statement that s repeats, with the constants of s. What there is to find in it was found when it was
// written the first time.
func (p *printer) repeat(s *ir.Repeat) {
	known := len(p.obj.Obj().Findings.Items)
	s.Of.With(s.Of.Read(s.Sp), func() { p.scriptDML(s, s.Of.Stmt.DML) })
	f := &p.obj.Obj().Findings
	found := f.Items[known:]
	f.Items = f.Items[:known]
	for _, x := range found {
		if !hasCode(f.Items, x.Code) {
			x.Span = s.Sp
			f.Items = append(f.Items, x)
		}
	}
}

func hasCode(list []*diag.Finding, c *diag.Code) bool {
	for _, f := range list {
		if f.Code == c {
			return true
		}
	}
	return false
}

// scriptDML writes a statement that changes rows. It runs while the schema is installed, so it must not fail.
func (p *printer) scriptDML(s ir.Stmt, d ir.DML) {
	p.countOn(s)
	p.dml(d)
	if col := p.em.rows.lacks[s]; col != "" {
		p.findOnce(diag.RowRefused, s.Span(), "the row has no value for %s, which must have one", col)
	}
	if what := p.em.rows.misfits[s]; what != "" && !hasCode(p.obj.Obj().Findings.Items, diag.NoColumn) {
		p.findOnce(diag.RowRefused, s.Span(), "the row has %s", what)
	}
	if key := p.em.rows.there[s]; key != "" {
		rest := ""
		if i, ok := d.(*ir.Insert); ok && len(i.Rows) > 1 {
			rest = " puts in the other rows, where the source refuses them all"
		}
		p.findOnce(diag.RowThere, s.Span(), "a row with the key (%s) is there already: ON CONFLICT DO NOTHING%s", key, rest)
		p.W(" ON CONFLICT DO NOTHING")
	}
	p.W(";").NL()
}

func (p *printer) stmtComments(b *ir.StmtBase) {
	if b.Blank && p.String() != "" {
		p.NL()
	}
	for _, c := range b.Lead {
		p.comment(c)
	}
}

// scriptBlock writes an anonymous block of a script, without the COMMIT that ends it.
func (p *printer) scriptBlock(b *ir.Block) {
	ends, ddl := false, changesSchema(b)
	ir.Walk(b, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.Commit, *ir.Rollback:
			ends = true
		case *ir.ExecImmediate:
			ddl = ddl || isDDL(x)
		}
		return true
	})
	switch {
	case ddl:
		p.findOnce(diag.DynamicDDL, b.Sp, "the block changes the schema while it runs: install.sql does not run it")
	case p.em.rows.there[b] != "":
		p.findOnce(diag.RowThere, b.Sp, "%s: install.sql does not run the block", p.em.rows.there[b])
	case p.em.rows.late[b] != "", p.em.rows.perils[b].sure: // told
	case p.em.manual(b):
		p.findOnce(diag.ScriptRuns, b.Sp, "the script runs code: install.sql does not run it")
	}
	if ends {
		withoutCommit(&b.Body)
	}
	p.doBlock(b)
}

// manual tells statements of a script that do more than put rows in: they call procedures, raise errors, or run texts as
// SQL. Whether they come through in an empty database, and when, cannot be known.
func (em *emitter) manual(s ir.Stmt) bool {
	if c, ok := s.(*ir.CallStmt); ok {
		return !idleCall(c.X)
	}
	if askedFor(s) != "" || em.rows.random[s] || em.rows.late[s] != "" || em.rows.perils[s].sure {
		return true
	}
	if _, ok := s.(*ir.Block); !ok {
		return false
	}
	if em.rows.there[s] != "" || em.takesBack(s.(*ir.Block).Body) || changesSchema(s) {
		return true
	}
	own := map[ir.Node]bool{}
	runs := false
	ir.Walk(s, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.RoutineDecl:
			own[x.Routine] = true
		case *ir.ExecImmediate, *ir.LockTable, *ir.OpenCursor: // a cursor that stays open locks its tables
			runs = true
		case *ir.Raise:
			runs = runs || len(x.Name.Parts) > 0 // a handler's RAISE gives on what went wrong
		case *ir.CallStmt:
			runs = runs || raises(x.X) || !idleCall(x.X) && !callsOf(x.X, own)
		}
		return !runs
	})
	return runs
}

// takesBack tells statements that roll back whatever they find: they show or try something. A ROLLBACK of some branches is for
// when something is wrong, as one in a handler is; but only SQL Server's is converted to one that undoes a part (tsql_rollback.go).
// Oracle's ends the installation where it is reached.
func (em *emitter) takesBack(list []ir.Stmt) bool {
	branches := func(list []ir.Branch, els []ir.Stmt) bool {
		took := 0
		for _, b := range list {
			if em.takesBack(b.Body) {
				took++
			}
		}
		if em.takesBack(els) {
			took++
		}
		return took > len(list) || took > 0 && em.src.Source != ir.SQLServer
	}
	for _, s := range list {
		found := false
		switch x := s.(type) {
		case *ir.Rollback:
			found = x.Savepoint.IsZero()
		case *ir.Block:
			found = em.takesBack(x.Body)
		case *ir.If:
			found = branches(x.Branches, x.Else)
		case *ir.CaseStmt:
			found = branches(x.Whens, x.Else)
		case *ir.Loop:
			found = em.takesBack(x.Body)
		case *ir.ForNum:
			found = em.takesBack(x.Body)
		case *ir.ForCursor:
			found = em.takesBack(x.Body)
		}
		if found {
			return true
		}
	}
	return false
}

// askedFor gives a substitution variable of SQL*Plus without a value that is all of a string: who runs the script is asked
// for it. One inside a longer text is most often no variable at all.
func askedFor(s ir.Stmt) string {
	if _, again := s.(*ir.Repeat); again {
		return ""
	}
	name := ""
	ir.Walk(s, func(n ir.Node) bool {
		if l, ok := n.(*ir.StringLit); ok && name == "" {
			if v := strings.TrimLeft(l.Value, "&"); v != l.Value && v != "" && isWord(v) && (v[0] < '0' || v[0] > '9') {
				name = l.Value
			}
		}
		return name == ""
	})
	return name
}

func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

func raises(e ir.Expr) bool {
	c, ok := e.(*ir.Call)
	return ok && c.Fn == "raise_application_error"
}

// withoutCommit takes COMMIT out of statements, since a block cannot end the transaction that installs it.
func withoutCommit(list *[]ir.Stmt) {
	var keep []ir.Stmt
	for _, s := range *list {
		switch x := s.(type) {
		case *ir.Commit:
			continue
		case *ir.Block:
			withoutCommit(&x.Body)
			for _, h := range x.Handlers {
				withoutCommit(&h.Body)
			}
		case *ir.If:
			for j := range x.Branches {
				withoutCommit(&x.Branches[j].Body)
			}
			withoutCommit(&x.Else)
		case *ir.Loop:
			withoutCommit(&x.Body)
		case *ir.ForNum:
			withoutCommit(&x.Body)
		case *ir.ForCursor:
			withoutCommit(&x.Body)
		case *ir.ForEach:
			withoutCommit(&x.Body)
		}
		keep = append(keep, s)
	}
	if len(keep) == 0 && len(*list) > 0 {
		keep = []ir.Stmt{&ir.NullStmt{}}
	}
	*list = keep
}

// idle tells the blocks of a script that leave nothing behind in a fresh installation: those that drop what the
// script is about to create, gather statistics, compile, print, or check something and give up.
func idle(b *ir.Block) bool {
	acts := false
	own := map[ir.Node]bool{} // routines that the block declares itself: their bodies are looked through as well
	ir.Walk(b, func(n ir.Node) bool {
		switch x := n.(type) {
		case *ir.RoutineDecl:
			own[x.Routine] = true
		case *ir.ExecImmediate:
			acts = acts || !idleDDL.MatchString(constantText(x.SQL))
		case *ir.ExecDML, *ir.OpenCursor, *ir.LockTable, *ir.RawStmt, *ir.Truncate, *ir.Reseed:
			acts = true
		case *ir.DDL:
			acts = acts || defines(x)
		case *ir.SelectStmt:
			sel := firstSelect(x.Query.Body)
			acts = acts || sel != nil && !sel.IntoTbl.IsZero()
		case *ir.CallStmt:
			acts = acts || !idleCall(x.X) && !callsOf(x.X, own)
		case *ir.Call:
			acts = acts || x.Sym != nil && x.Sym.Kind == ir.SymRoutine && !own[x.Sym.Decl] && !onlyReads(x)
		}
		return !acts
	})
	return !acts
}

// onlyReads tells calls of routines that change no table, and end no transaction.
func onlyReads(c *ir.Call) bool {
	r := calledRoutine(c)
	return r != nil && r.Body != nil && !r.Writes && !r.Tx
}

// defines tells a definition that does more than drop temporary tables.
func defines(d *ir.DDL) bool {
	for _, o := range d.Objects {
		if x, ok := o.(*ir.Drop); !ok || !isTemp(x.Name.Last()) {
			return true
		}
	}
	return false
}

// idleDDL finds statements that have nothing to do in a fresh installation of PostgreSQL: what drops, what compiles
// again, synonyms, and settings of Oracle's session.
var idleDDL = regexp.MustCompile(`(?i)^(drop|purge|analyze|alter (session|system|package|procedure|function|view|type|synonym|java|materialized view)|` +
	`create (or replace )?(public |private )?synonym)\b`)

// idleCalls are procedures that print, or that look after Oracle's dictionary.
var idleCalls = words(`dbms_output.put_line dbms_output.put dbms_output.new_line dbms_output.enable dbms_output.disable raise_application_error
dbms_stats.gather_schema_stats dbms_stats.gather_table_stats dbms_stats.gather_index_stats dbms_stats.gather_database_stats
dbms_stats.gather_dictionary_stats dbms_stats.lock_table_stats dbms_stats.delete_table_stats
dbms_utility.compile_schema dbms_utility.analyze_schema utl_recomp.recomp_serial utl_recomp.recomp_parallel
dbms_session.set_nls dbms_application_info.set_module dbms_application_info.set_action dbms_application_info.set_client_info`)

// callsOf tells calls of one of the routines.
func callsOf(e ir.Expr, own map[ir.Node]bool) bool {
	c, ok := e.(*ir.Call)
	return ok && c.Sym != nil && own[c.Sym.Decl]
}

func idleCall(e ir.Expr) bool {
	c, ok := e.(*ir.Call)
	if !ok {
		return false
	}
	name := c.Fn
	if name == "" {
		name = strings.TrimPrefix(strings.ToLower(c.Name.Key()), "sys.")
	}
	return idleCalls[name]
}

func isDDL(x *ir.ExecImmediate) bool {
	switch firstWord(x.SQL) {
	case "CREATE", "ALTER", "DROP", "TRUNCATE", "GRANT", "REVOKE", "COMMENT", "RENAME":
		return true
	}
	return false
}

// firstWord is the first word of a statement in a string, as far as its beginning is a constant.
func firstWord(e ir.Expr) string {
	if f := strings.Fields(constantText(e)); len(f) > 0 {
		return strings.ToUpper(f[0])
	}
	return ""
}

// constantText is the constant that a text begins with.
func constantText(e ir.Expr) string {
	for {
		switch x := unwrap(e).(type) {
		case *ir.Binary:
			e = x.L
			continue
		case *ir.StringLit:
			return strings.Join(strings.Fields(x.Value), " ")
		}
		return ""
	}
}

// dataTables are the tables that a script names.
func dataTables(d *ir.DataScript) map[ir.Object]bool {
	tables := map[ir.Object]bool{}
	for _, s := range d.Stmts {
		ir.Walk(s, func(n ir.Node) bool {
			if t, ok := n.(*ir.TableRef); ok && t.Decl != nil {
				tables[t.Decl] = true
			}
			return true
		})
	}
	return tables
}

// dataFile names the file of a script after that of the source.
func dataFile(d *ir.DataScript) string {
	if !d.Name.IsZero() {
		return fileName(strings.ToLower(d.Name.Last().Text))
	}
	if d.Sp.File == nil {
		return "data"
	}
	name, line, _ := d.Sp.Pos()
	name = name[strings.LastIndexByte(name, '/')+1:]
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return fileName(strings.ToLower(name)) + "_" + itoa(line)
}
