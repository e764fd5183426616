-- The numbers of indexes as SQL Server gives them: the primary key is clustered and 1, the others count from 2.
CREATE OR REPLACE VIEW crosswalk.sys_index_numbers AS
SELECT i.indexrelid AS index, i.indrelid AS relation,
  CASE WHEN i.indisprimary THEN 1 ELSE 1 + row_number() OVER (PARTITION BY i.indrelid, i.indisprimary ORDER BY i.indexrelid) END::int AS index_id
FROM pg_index i
  JOIN pg_class c ON c.oid = i.indrelid
WHERE NOT c.relispartition AND (c.relnamespace::int IN (SELECT schema_id FROM crosswalk.sys_schemas) OR c.relnamespace = pg_my_temp_schema());
