-- sys.indexes over pg_index. A table without a primary key has the row of a heap.
CREATE OR REPLACE VIEW crosswalk.sys_indexes AS
SELECT x.object_id::int AS object_id, x.name::varchar(128) AS name, x.index_id AS index_id, least(x.index_id, 2)::smallint AS type,
  (ARRAY['HEAP', 'CLUSTERED', 'NONCLUSTERED'])[least(x.index_id, 2) + 1]::varchar(60) AS type_desc, x.uniq AS is_unique, x.pk AS is_primary_key,
  x.con AS is_unique_constraint, 0::smallint AS fill_factor, x.off AS is_disabled, false AS is_hypothetical, x.pred IS NOT NULL AS has_filter, x.pred AS filter_definition
FROM (
  SELECT n.relation AS object_id, c.relname AS name, n.index_id, i.indisunique AS uniq, i.indisprimary AS pk,
    EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype = 'u') AS con, NOT i.indisvalid AS off, pg_get_expr(i.indpred, i.indrelid) AS pred
  FROM crosswalk.sys_index_numbers n
    JOIN pg_index i ON i.indexrelid = n.index
    JOIN pg_class c ON c.oid = n.index
  UNION ALL
  SELECT c.oid, NULL, 0, false, false, false, false, NULL
  FROM pg_class c
    JOIN crosswalk.sys_schemas s ON s.schema_id = c.relnamespace::int
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
) x;
