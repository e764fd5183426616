package postgres

import (
	"sort"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// view writes CREATE VIEW.
func (p *printer) view(v *ir.View) []*ir.Artifact {
	if v.Query == nil {
		return nil
	}
	if !v.OfType.IsZero() {
		p.find(diag.ObjectTable, v.Sp, "%s has the columns of its query; its rows have no object identity", v.Name.Last().Text)
	}
	p.indexedView(v)
	if p.tsql() && len(v.Cols) == 0 {
		p.caseTwins(v, fieldNames(v.Query.Cols))
	}
	simple := autoUpdatable(v.Query)
	p.columnNames(v)
	p.lead(v)
	name := p.em.qualified(v)
	p.W("CREATE VIEW ", name)
	if cols := p.viewCols(v); len(cols) > 0 {
		p.W(" ", p.em.columnList(cols))
	}
	p.W(" AS").NL()
	p.query(ownCopy(v.Query))
	if v.CheckOption {
		if simple {
			p.NL().W("WITH CHECK OPTION")
		} else {
			p.find(diag.CheckOptionLeftOut, v.Sp, "%s does not check the rows written through it", v.Name.Last().Text)
		}
	}
	p.W(";").NL()
	p.relationComments(v, "VIEW", v.Comment, v.ColComments, v.Cols, v.Query)
	if v.ReadOnly && simple {
		// PostgreSQL would write through the view by itself.
		p.NL().W("CREATE TRIGGER read_only INSTEAD OF INSERT OR UPDATE OR DELETE ON ", name).NL()
		p.In().W("FOR EACH ROW EXECUTE FUNCTION ", p.helper("read_only_view"), "();").NL().Out()
	}
	return []*ir.Artifact{p.take(ir.StageRoutine, p.em.file(v, "views", p.em.ownName(v)), "table:"+name)}
}

// columnNames refuses a view whose columns have no names, or one of them twice, as Oracle and SQL Server do (ORA-00998, ORA-00957,
// errors 4511 and 4506).
func (p *printer) columnNames(v *ir.View) {
	s := ir.FirstSelect(v.Query.Body)
	if len(v.Cols) > 0 || !v.OfType.IsZero() || s == nil {
		return
	}
	for _, it := range s.Items {
		if it.Star || it.Expr == nil || !it.Alias.IsZero() {
			continue
		}
		switch unwrap(stripImplicit(it.Expr)).(type) {
		case *ir.NumberLit, *ir.StringLit, *ir.NullLit, *ir.Binary, *ir.Case:
			p.findOnce(diag.NotConverted, it.Sp, "the view %s gives a column no name", v.Name.Last().Text)
			return
		}
	}
	seen := map[string]bool{}
	for i, n := range fieldNames(v.Query.Cols) { // of stars as well
		if !n.IsZero() && seen[n.Key] {
			at := v.Sp
			if len(s.Items) == len(v.Query.Cols) {
				at = s.Items[i].Sp
			}
			p.findOnce(diag.NotConverted, at, "the view %s names the column %s twice", v.Name.Last().Text, n.Text)
			return
		}
		seen[n.Key] = true
	}
}

// fieldNames are the names of a query's columns.
func fieldNames(cols []*ir.Field) []ir.Name {
	names := make([]ir.Name, len(cols))
	for i, f := range cols {
		names[i] = f.Name
	}
	return names
}

// viewCols are the names of a view's columns; nil where the query gives them. An object view has those of its type: SQL
// Language Reference, CREATE VIEW, "object_view_clause".
func (p *printer) viewCols(v *ir.View) []ir.Name {
	s, ok := v.Query.Body.(*ir.Select)
	if len(v.Cols) > 0 || v.OfType.IsZero() || !ok {
		return v.Cols
	}
	var names []ir.Name
	for _, o := range p.em.src.Objects {
		if t, ok := o.(*ir.TypeObject); ok && t.Object && t.Dropped == "" && t.Name.Last().Key == v.OfType.Last().Key {
			for _, f := range p.attributes(t) {
				names = append(names, f.Name)
			}
			break
		}
	}
	if len(names) != len(s.Items) {
		return nil
	}
	same := true
	for i, it := range s.Items {
		if it.Star {
			return nil
		}
		own := it.Alias
		if r, ok := it.Expr.(*ir.Ref); ok && own.IsZero() {
			own = r.Name.Last()
		}
		same = same && own.Key == names[i].Key
	}
	if same {
		return nil
	}
	return names
}

// autoUpdatable tells views that PostgreSQL writes through by itself: manual, CREATE VIEW, "Updatable Views".
func autoUpdatable(q *ir.Query) bool {
	if !simpleView(q) {
		return false
	}
	v, isView := viewBelow(q).(*ir.View)
	return !isView || v.Query != nil && autoUpdatable(v.Query)
}

// viewBelow is what the one table of a simple view's query is; nil where that is not in the sources.
func viewBelow(q *ir.Query) ir.Object {
	return q.Body.(*ir.Select).From[0].(*ir.TableRef).Decl
}

// simpleView is autoUpdatable without a look at the view below.
func simpleView(q *ir.Query) bool {
	s, ok := q.Body.(*ir.Select)
	if !ok || len(q.With) > 0 || q.Limit != nil || q.Offset != nil {
		return false
	}
	if s.Distinct || s.Hier != nil || len(s.GroupBy) > 0 || s.Having != nil || len(s.From) != 1 {
		return false
	}
	t, ok := s.From[0].(*ir.TableRef)
	if !ok || t.CTE != nil {
		return false
	}
	if _, isMat := t.Decl.(*ir.MaterializedView); isMat {
		return false
	}
	column := false
	for _, it := range s.Items {
		switch e := it.Expr.(type) {
		case nil:
			column = true
		case *ir.Ref:
			column = true
		case *ir.Call:
			if e.Over != nil || viewAggregates[e.Fn] {
				return false
			}
		}
	}
	return column
}

var viewAggregates = words("count sum avg min max listagg stddev variance median xmlagg json_arrayagg json_objectagg collect wm_concat")

// relationComments writes the comments of a view. One for a column that a former definition of the view had is left out:
// CREATE OR REPLACE VIEW takes the comments with it.
func (p *printer) relationComments(o ir.Object, kind string, own *string, cols map[string]string, named []ir.Name, q *ir.Query) {
	name := p.em.qualified(o)
	known := len(named) > 0
	if !known {
		named, known = outputCols(q)
	}
	var list []string
	if own != nil && *own != "" {
		list = append(list, "COMMENT ON "+kind+" "+name+" IS "+quoteLiteral(*own)+";")
	}
	keys := make([]string, 0, len(cols))
	for k := range cols {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		if known && !hasName(named, ir.Name{Key: k, Text: k}) {
			list = append(list, "-- left out: COMMENT ON COLUMN "+name+"."+p.em.ident(ir.Name{Key: k, Text: k})+", which the view has not got")
			continue
		}
		if cols[k] != "" {
			list = append(list, "COMMENT ON COLUMN "+name+"."+p.em.ident(ir.Name{Key: k, Text: k})+" IS "+quoteLiteral(cols[k])+";")
		}
	}
	if len(list) > 0 {
		p.NL().W(strings.Join(list, "\n")).NL()
	}
}

// materializedView writes CREATE MATERIALIZED VIEW.
func (p *printer) materializedView(m *ir.MaterializedView) []*ir.Artifact {
	if m.Prebuilt || m.Query == nil {
		return nil // refused by the pass prebuiltViews
	}
	p.refreshFindings(m)
	p.lead(m)
	name := p.em.qualified(m)
	p.W("CREATE MATERIALIZED VIEW ", name)
	if len(m.Cols) > 0 {
		p.W(" ", p.em.columnList(m.Cols))
	}
	p.W(" AS").NL()
	p.query(ownCopy(m.Query))
	if m.Deferred {
		p.NL().W("WITH NO DATA")
	}
	p.W(";").NL()
	p.relationComments(m, "MATERIALIZED VIEW", m.Comment, m.ColComments, m.Cols, m.Query)
	// It is filled when it is created: after the data.
	return []*ir.Artifact{p.take(ir.StageIndex, p.em.file(m, "materialized_views", p.em.ownName(m)), "table:"+name)}
}

// fillAgain refreshes materialized views behind the data that had to come before it, since a view or the data needs them:
// what they were filled from was empty then.
func (em *emitter) fillAgain(arts []*ir.Artifact) []*ir.Artifact {
	lastData := -1
	for i, a := range arts {
		if a.Stage == ir.StageData {
			lastData = i
		}
	}
	var again []*ir.Artifact
	for i, a := range arts {
		m, ok := a.Object.(*ir.MaterializedView)
		if !ok || i > lastData || m.Deferred {
			continue
		}
		p := em.newPrinter(m)
		name := em.qualified(m)
		p.need("table", name)
		p.W("REFRESH MATERIALIZED VIEW ", name, ";").NL()
		again = append(again, p.take(ir.StageIndex, em.file(m, "data/refresh", em.ownName(m))))
	}
	if len(again) == 0 {
		return arts
	}
	return order(append(again, arts...)) // in front: other materialized views may read them
}

// refreshFindings says what of the refresh is not kept. COMPLETE and FORCE on demand is what PostgreSQL does too.
func (p *printer) refreshFindings(m *ir.MaterializedView) {
	var asks []string
	switch {
	case m.OnCommit:
		asks = append(asks, "refresh at each commit")
	case m.Start != nil || m.Next != nil:
		asks = append(asks, "refresh by a schedule")
	}
	if m.Refresh == "FAST" {
		asks = append(asks, "refresh by changes (FAST)")
	}
	if m.ForUpdate {
		asks = append(asks, "updates of the view itself")
	}
	if len(asks) > 0 {
		p.find(diag.RefreshMode, m.Sp, "%s asks for %s", m.Name.Last().Text, strings.Join(asks, " and "))
	}
}

// synonym leaves a synonym out: every use of it was resolved.
func (p *printer) synonym(s *ir.Synonym) {
	what := "what it stands for"
	if !s.For.IsZero() {
		what = s.For.String()
		if !s.For.Link.IsZero() {
			what += "@" + s.For.Link.Text
		}
	}
	s.Dropped = "every use of it names " + what + " itself"
}

// commentOn writes a comment that was not folded into its object.
func (p *printer) commentOn(c *ir.CommentOn) []*ir.Artifact {
	switch {
	case c.Done:
		c.Dropped = "written with its object"
	case p.em.src.Source == ir.SQLServer:
		return p.extendedProperty(c)
	case c.Text == "":
		c.Dropped = "an empty comment removes one"
	case len(c.Findings.Items) == 0:
		p.find(diag.NeedsMissing, c.Sp, "no source file creates %s", c.Target)
	}
	return nil
}
