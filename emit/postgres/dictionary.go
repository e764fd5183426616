package postgres

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// dictionaryRef writes a view of Oracle's data dictionary: a view of the run-time library that shows PostgreSQL's
// catalogue under Oracle's names where there is one, else the object is red.
func (p *printer) dictionaryRef(t *ir.TableRef) string {
	name, family, view := dictionaryView(t.Name.Last())
	if isRuntimeView(view) {
		p.refuseOnce(diag.DictionaryEmulated, t.Sp, t.Name.Last().Key, t.Name.Last().Key+" is a view of the run-time library here: it shows PostgreSQL's catalogue in Oracle's columns")
		return p.helper(view)
	}
	p.refuseOnce(diag.Dictionary, t.Sp, t.Name.Last().Key, t.Name.Last().Key+": "+counterpart(name, family))
	return p.em.foreignName(t.Name)
}

// isRuntimeView tells the views of the run-time library from its functions.
func isRuntimeView(name string) bool {
	return strings.Contains(runtimeSource(name), "\nCREATE OR REPLACE VIEW ")
}

// dictionaryView gives the name of a dictionary view in lower case, the family that it belongs to (without ALL_, USER_,
// DBA_) and the view of the run-time library that stands for it, if that has one.
func dictionaryView(n ir.Name) (name, family, view string) {
	name = strings.ToLower(n.Key)
	family, user := strings.CutPrefix(name, "user_")
	for _, prefix := range []string{"all_", "dba_", "cdb_"} {
		family = strings.TrimPrefix(family, prefix)
	}
	view = strings.NewReplacer("$", "_").Replace(name)
	if family != name && !user {
		view = "all_" + family
	}
	if same, ok := sameView[view]; ok {
		view = same
	}
	return name, family, view
}

// dictionaryRow is the type of the rows of a data dictionary view, where the run-time library has that view; "" where not.
func (p *printer) dictionaryRow(t *ir.Type) string {
	if t.Decl != nil || t.Name.IsZero() {
		return ""
	}
	name := t.Name.Last()
	if _, _, view := dictionaryView(name); isRuntimeView(view) && len(runtimeColumns(view)) > 0 {
		p.refuseOnce(diag.DictionaryEmulated, t.Sp, name.Key, name.Key+" is a view of the run-time library here: it shows PostgreSQL's catalogue in Oracle's columns")
		return p.helper(view)
	}
	return ""
}

// fieldOf looks at a field that is taken of a variable or parameter.
func (p *printer) fieldOf(decl ir.Node, f ir.Name, at diag.Span) {
	switch d := decl.(type) {
	case *ir.VarDecl:
		if d.Type != nil {
			p.rowField(d.Type, f, at)
		}
	case *ir.Param:
		if d.Type != nil && !p.tsql() {
			p.rowField(d.Type, f, at)
		}
	}
}

// rowField looks at a field that is taken of a row or record: the type behind it must have it.
func (p *printer) rowField(t *ir.Type, f ir.Name, at diag.Span) {
	b := t.Base()
	if b != nil && b.Kind == ir.TRecord && !p.tsql() && p.quietType(t, useParam) == "jsonb" {
		p.refuseOnce(diag.RecordField, at, "a record of a supplied package", "a record of a supplied package has no type here")
		return
	}
	if b == nil || b.Kind != ir.TRow || b.Decl != nil || b.Name.IsZero() || p.tsql() {
		return
	}
	name := b.Name.Last()
	_, _, view := dictionaryView(name)
	cols := runtimeColumns(view)
	switch {
	case len(cols) > 0 && !slices.Contains(cols, strings.ToLower(f.Key)):
		what := name.Key + "." + f.Key
		p.refuseOnce(diag.Dictionary, at, what, what+": the run-time library's view shows no such column")
	case len(cols) == 0 && len(b.Fields) == 0:
		p.refuseOnce(diag.RecordField, at, "the columns of "+name.Key, "the columns of "+name.Key+" are not known")
	}
}

// dictionaryColumn looks whether the run-time library's view has the column.
func (p *printer) dictionaryColumn(e *ir.Ref) {
	if e.Sym == nil || e.Sym.View.IsZero() {
		return
	}
	if p.tsql() {
		p.catalogueColumn(e)
		return
	}
	_, _, view := dictionaryView(e.Sym.View)
	cols := runtimeColumns(view)
	col := strings.ToLower(e.Name.Parts[len(e.Name.Parts)-1-e.Sym.Fields].Key)
	if len(cols) == 0 || slices.Contains(cols, col) {
		return
	}
	what := e.Sym.View.Key + "." + strings.ToUpper(col)
	p.refuseOnce(diag.Dictionary, e.Sp, what, what+": the run-time library's view shows no such column")
}

// insertedColumns looks at the columns of an INSERT into a table that was made of all columns of such a view.
func (p *printer) insertedColumns(d *ir.Insert, target *ir.TableRef) {
	t, ok := target.Decl.(*ir.Table)
	if !ok || p.tsql() || t.StarOf().IsZero() {
		return
	}
	name := t.StarOf().Last()
	_, _, view := dictionaryView(name)
	if p.em.tableNamed(t.Schema, t.StarOf()) != nil || !isRuntimeView(view) {
		return
	}
	cols := runtimeColumns(view)
	for _, c := range d.Cols {
		if len(cols) > 0 && !slices.Contains(cols, strings.ToLower(c.Key)) {
			what := name.Key + "." + c.Key
			p.refuseOnce(diag.Dictionary, d.Sp, what, what+": the run-time library's view shows no such column")
		}
	}
}

// runtimeColumns lists the columns of a view of the run-time library, as its text names them.
func runtimeColumns(view string) []string {
	src := runtimeSource(view)
	_, list, ok := strings.Cut(src, "\nSELECT ")
	if !ok {
		return nil
	}
	if strings.HasPrefix(list, "*") {
		if m := helperName.FindStringSubmatch(list); m != nil {
			return runtimeColumns(m[1])
		}
		_, list, _ = strings.Cut(list, " AS t (")
		list, _, _ = strings.Cut(list, ")")
		return strings.Split(list, ", ")
	}
	var cols []string
	for _, item := range selectItems(list) {
		if i := strings.LastIndex(item, " AS "); i >= 0 {
			item = item[i+4:]
		}
		item = item[strings.LastIndexByte(item, '.')+1:]
		cols = append(cols, strings.Trim(strings.TrimSpace(item), `"`))
	}
	return cols
}

var endsList = regexp.MustCompile(`^(;|\s(FROM|WHERE)\s)`)

// selectItems cuts a select list, up to its FROM, at the commas that stand in no brackets.
func selectItems(s string) []string {
	var items []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '(':
			depth++
		case s[i] == ')':
			depth--
		case s[i] == '\'':
			i += 1 + strings.IndexByte(s[i+1:], '\'')
		case depth == 0 && s[i] == ',':
			items = append(items, s[start:i])
			start = i + 1
		case depth == 0 && endsList.MatchString(s[i:min(i+7, len(s))]):
			return append(items, s[start:i])
		}
	}
	return append(items, s[start:])
}

// sameView are views that show the same as another.
var sameView = map[string]string{
	"all_tab_cols": "all_tab_columns", "user_tab_cols": "user_tab_columns", "tab": "user_tables", "tabs": "user_tables", "cols": "user_tab_columns",
	"all_snapshots": "all_mviews", "user_snapshots": "user_mviews", "role_role_privs": "all_role_privs", "syn": "user_synonyms", "all_col_privs": "all_tab_privs",
	"user_tab_privs_made": "user_tab_privs", "user_tab_privs_recd": "user_tab_privs", "all_views_ae": "all_views", "cat": "user_objects", "user_catalog": "user_objects", "obj": "user_objects", "seq": "user_sequences", "ind": "user_indexes", "gv_session": "v_session",
	"gv_instance": "v_instance", "v_mystat": "v_session", "all_all_tables": "all_tables", "nls_database_parameters": "nls_session_parameters",
	"nls_instance_parameters": "nls_session_parameters", "v_nls_parameters": "nls_session_parameters", "product_component_version": "v_version",
}

// counterparts name what PostgreSQL has, by the family of the view (without ALL_, USER_, DBA_).
var counterparts = map[string]string{
	"db_links":    "pg_foreign_server",
	"directories": "PostgreSQL has no directories", "jobs": "cron.job of the extension pg_cron", "scheduler_jobs": "cron.job of the extension pg_cron",
	"scheduler_job_run_details": "cron.job_run_details of the extension pg_cron",
	"tablespaces":               "pg_tablespace", "data_files": "pg_tablespace_size()", "segments": "pg_total_relation_size()", "free_space": "pg_tablespace_size()",
	"extents": "pg_relation_size()", "lobs": "TOAST: pg_class.reltoastrelid", "type_attrs": "pg_attribute of the type's pg_class row",
	"coll_types": "pg_type.typelem", "sys_privs": "pg_roles",
	"col_privs": "information_schema.column_privileges",
	"policies":  "pg_policies", "recyclebin": "PostgreSQL has no recycle bin", "tab_statistics": "pg_stat_user_tables",
	"tab_modifications": "pg_stat_user_tables", "profiles": "settings of roles: pg_db_role_setting", "queues": "PostgreSQL has no queues", "registry": "pg_extension",
	"identifiers": "PostgreSQL keeps no PL/Scope data", "v$lock": "pg_locks", "v$locked_object": "pg_locks", "v$sql": "pg_stat_statements", "v$sqlarea": "pg_stat_statements",
	"v$sqltext": "pg_stat_activity.query", "v$process": "pg_stat_activity", "v$transaction": "pg_stat_activity.backend_xid", "v$sesstat": "pg_stat_activity",
	"v$sysstat": "pg_stat_database", "v$open_cursor": "pg_cursors", "v$session_longops": "pg_stat_progress_vacuum and its kin", "v$session_wait": "pg_stat_activity.wait_event",
	"v$system_event": "pg_stat_activity.wait_event", "v$datafile": "pg_tablespace", "v$log": "pg_ls_waldir()", "v$timezone_names": "pg_timezone_names", "v$sgastat": "pg_shmem_allocations",
	"v$sga": "pg_shmem_allocations", "v$sql_plan": "EXPLAIN", "v$reserved_words": "pg_get_keywords()",
}

func counterpart(name, family string) string {
	for _, k := range []string{strings.Replace(name, "gv$", "v$", 1), family} {
		if s := counterparts[k]; s != "" {
			return "see " + s
		}
	}
	if strings.HasPrefix(name, "v$") || strings.HasPrefix(name, "gv$") {
		return "see the pg_stat_ views of the cumulative statistics system"
	}
	return "see information_schema and the pg_catalog tables"
}
