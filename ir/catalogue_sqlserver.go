package ir

import "strings"

// SQL Server's catalogue as emitters show it: its views, each with the view of the run-time library that stands for it, and
// the columns that one has ("System catalog views", "System information schema views", "Mapping System Tables to System Views",
// Transact-SQL reference). A column that is missing here has no equivalent.

// CatalogueView is a view of SQL Server's catalogue.
type CatalogueView struct {
	Runtime string // the view of the run-time library
	Fields  []*Field
}

// catalogueTypes are the types of catalogue columns, by the letter that the rows below give them.
var catalogueTypes = map[string]*Type{
	"n": {Kind: TVarChar, Len: 128, National: true, Catalogue: true}, // a name: lower case unless the conversion keeps case
	"i": {Kind: TInt, Bits: 32}, "g": {Kind: TInt, Bits: 64}, "s": {Kind: TInt, Bits: 16}, "b": {Kind: TBit},
	"c": {Kind: TChar, Len: 2}, "c1": {Kind: TChar, Len: 1}, "v": {Kind: TVarChar, Len: 128, National: true}, "t": {Kind: TText, National: true},
}

const (
	catalogueObject = "name:n object_id:i principal_id:i schema_id:i parent_object_id:i type:c type_desc:v is_ms_shipped:b is_published:b is_schema_published:b "
	catalogueKey    = "name:n object_id:i principal_id:i schema_id:i parent_object_id:i type:c type_desc:v is_ms_shipped:b "
	catalogueColumn = "object_id:i name:n column_id:i system_type_id:s user_type_id:i max_length:s precision:s scale:s collation_name:v is_nullable:b is_rowguidcol:b is_identity:b " +
		"is_computed:b default_object_id:i is_sparse:b is_hidden:b is_filestream:b "
)

// catalogueRows are the views of the run-time library with their columns.
var catalogueRows = map[string]string{
	"sys_schemas": "name:n schema_id:i principal_id:i",
	"sys_objects": catalogueObject, "sys_views": catalogueObject, "sys_procedures": catalogueObject,
	"sys_tables":           catalogueObject + "temporal_type:s temporal_type_desc:v is_memory_optimized:b is_filetable:b is_external:b",
	"sys_types":            "name:v system_type_id:s schema_id:i user_type_id:i max_length:s precision:s scale:s is_nullable:b is_user_defined:b is_assembly_type:b is_table_type:b",
	"sys_table_types":      "name:v system_type_id:s user_type_id:i schema_id:i type_table_object_id:i is_user_defined:b is_table_type:b is_memory_optimized:b",
	"sys_columns":          catalogueColumn,
	"sys_computed_columns": catalogueColumn + "definition:t is_persisted:b",
	"sys_identity_columns": catalogueColumn + "seed_value:g increment_value:g last_value:g is_not_for_replication:b",
	"sys_indexes": "object_id:i name:n index_id:i type:s type_desc:v is_unique:b is_primary_key:b is_unique_constraint:b fill_factor:s is_disabled:b is_hypothetical:b " +
		"has_filter:b filter_definition:t",
	"sys_index_columns":   "object_id:i index_id:i index_column_id:i column_id:i key_ordinal:s partition_ordinal:s is_descending_key:b is_included_column:b",
	"sys_partitions":      "partition_id:g object_id:i index_id:i partition_number:i hobt_id:g rows:g data_compression:s data_compression_desc:v",
	"sys_key_constraints": catalogueKey + "unique_index_id:i is_system_named:b",
	"sys_foreign_keys": catalogueKey + "referenced_object_id:i key_index_id:i is_disabled:b is_not_for_replication:b is_not_trusted:b delete_referential_action:s " +
		"delete_referential_action_desc:v update_referential_action:s update_referential_action_desc:v is_system_named:b",
	"sys_check_constraints":     catalogueKey + "is_disabled:b is_not_for_replication:b is_not_trusted:b parent_column_id:i definition:t is_system_named:b",
	"sys_default_constraints":   "object_id:i schema_id:i parent_object_id:i type:c type_desc:v is_ms_shipped:b parent_column_id:i definition:t",
	"sys_foreign_key_columns":   "constraint_object_id:i constraint_column_id:i parent_object_id:i parent_column_id:i referenced_object_id:i referenced_column_id:i",
	"sys_triggers":              "name:n object_id:i parent_class:s parent_class_desc:v parent_id:i type:c type_desc:v is_ms_shipped:b is_disabled:b is_instead_of_trigger:b",
	"sys_sequences":             catalogueKey + "start_value:g increment:g minimum_value:g maximum_value:g is_cycling:b is_cached:b cache_size:i current_value:g",
	"sys_sql_modules":           "object_id:i definition:t uses_ansi_nulls:b uses_quoted_identifier:b is_schema_bound:b is_recompiled:b",
	"sys_parameters":            "object_id:i name:n parameter_id:i system_type_id:s user_type_id:i max_length:s precision:s scale:s is_output:b has_default_value:b",
	"sys_databases":             "name:n database_id:i source_database_id:i collation_name:v user_access:s user_access_desc:v is_read_only:b state:s state_desc:v is_in_standby:b",
	"sys_extended_properties":   "class:s class_desc:v major_id:i minor_id:i name:v value:t",
	"sys_database_principals":   "name:n principal_id:i type:c1 type_desc:v is_fixed_role:b",
	"sys_database_role_members": "role_principal_id:i member_principal_id:i",

	"sysobjects":   "name:n id:i xtype:c uid:i parent_obj:i type:c",
	"syscolumns":   "name:n id:i xtype:s length:s colid:s colorder:s cdefault:i prec:s scale:i iscomputed:i isnullable:i collation:v",
	"sysindexes":   "id:i indid:s rows:g rowcnt:g name:n",
	"sysusers":     "name:n uid:i islogin:i issqlrole:i",
	"systypes":     "name:v xtype:s uid:i length:s prec:s scale:s xusertype:i",
	"sysdatabases": "name:n dbid:i",
	"syscomments":  "id:i number:s colid:s text:t",

	"info_schemata": "catalog_name:n schema_name:n schema_owner:v",
	"info_tables":   "table_catalog:n table_schema:n table_name:n table_type:v",
	"info_views":    "table_catalog:n table_schema:n table_name:n view_definition:t check_option:v is_updatable:v",
	"info_columns": "table_catalog:n table_schema:n table_name:n column_name:n ordinal_position:i column_default:t is_nullable:v data_type:v character_maximum_length:i " +
		"character_octet_length:i numeric_precision:s numeric_precision_radix:s numeric_scale:i datetime_precision:s collation_name:v",
	"info_routines": "specific_catalog:n specific_schema:n specific_name:n routine_catalog:n routine_schema:n routine_name:n routine_type:v data_type:v routine_definition:t routine_body:v",
	"info_parameters": "specific_catalog:n specific_schema:n specific_name:n ordinal_position:i parameter_mode:v is_result:v parameter_name:n data_type:v character_maximum_length:i " +
		"numeric_precision:s numeric_scale:i",
	"info_table_constraints": "constraint_catalog:n constraint_schema:n constraint_name:n table_catalog:n table_schema:n table_name:n constraint_type:v is_deferrable:v " +
		"initially_deferred:v",
	"info_key_column_usage":        "constraint_catalog:n constraint_schema:n constraint_name:n table_catalog:n table_schema:n table_name:n column_name:n ordinal_position:i",
	"info_constraint_column_usage": "table_catalog:n table_schema:n table_name:n column_name:n constraint_catalog:n constraint_schema:n constraint_name:n",
	"info_referential_constraints": "constraint_catalog:n constraint_schema:n constraint_name:n unique_constraint_catalog:n unique_constraint_schema:n unique_constraint_name:n " +
		"match_option:v update_rule:v delete_rule:v",
	"info_check_constraints": "constraint_catalog:n constraint_schema:n constraint_name:n check_clause:t",
}

// catalogueSame are views that show what another shows.
var catalogueSame = map[string]string{
	"sys_all_objects": "sys_objects", "sys_all_columns": "sys_columns", "sys_all_views": "sys_views", "sys_all_parameters": "sys_parameters", "sys_all_sql_modules": "sys_sql_modules",
	"sys_sysobjects": "sysobjects", "sys_syscolumns": "syscolumns", "sys_sysindexes": "sysindexes", "sys_sysusers": "sysusers", "sys_systypes": "systypes", "sys_sysdatabases": "sysdatabases",
	"sys_syscomments": "syscomments",
}

// catalogueViews is the table by the run-time library's names.
var catalogueViews = func() map[string]*CatalogueView {
	m := make(map[string]*CatalogueView, len(catalogueRows)+len(catalogueSame))
	for name, row := range catalogueRows {
		v := &CatalogueView{Runtime: name}
		for _, f := range strings.Fields(row) {
			col, typ, _ := strings.Cut(f, ":")
			v.Fields = append(v.Fields, &Field{Name: MakeName(col), Type: catalogueTypes[typ]})
		}
		m[name] = v
	}
	for name, other := range catalogueSame {
		m[name] = m[other]
	}
	return m
}()

// SQLServerCatalogue tells a name of SQL Server's catalogue; view is nil where nothing stands for it. Names without a schema are
// those of SQL Server 2000; master and tempdb hold catalogues of their own, of which only the list of databases is everyone's.
func SQLServerCatalogue(q QName) (view *CatalogueView, ok bool) {
	n := len(q.Parts)
	if n == 0 {
		return nil, false
	}
	last := strings.ToLower(q.Last().Text)
	old := catalogueViews[last]
	if !strings.HasPrefix(last, "sys") {
		old = nil
	}
	key := ""
	switch {
	case q.Qualifier().Is("SYS"):
		key = "sys_" + last
	case q.Qualifier().Is("INFORMATION_SCHEMA"):
		key = "info_" + last
	case old != nil || last == "sysprocesses":
		if s := q.Qualifier(); n > 1 && !s.IsZero() && !s.Is("DBO") {
			return nil, false
		}
		key = last
	default:
		return nil, false
	}
	view = catalogueViews[key]
	if n > 2 && view != nil && (q.Parts[0].Is("MASTER") || q.Parts[0].Is("TEMPDB") || q.Parts[0].Is("MSDB")) &&
		view.Runtime != "sys_databases" && view.Runtime != "sysdatabases" {
		return nil, true
	}
	return view, true
}

// CatalogueViews gives the views of the run-time library, for tests.
func CatalogueViews() map[string]*CatalogueView { return catalogueViews }
