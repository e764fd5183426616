-- sys.index_columns over pg_index; an index over an expression has no row for it.
CREATE OR REPLACE VIEW crosswalk.sys_index_columns AS
SELECT n.relation::int AS object_id, n.index_id AS index_id, k.pos::int AS index_column_id, k.att::int AS column_id,
  CASE WHEN k.pos <= i.indnkeyatts THEN k.pos ELSE 0 END::smallint AS key_ordinal, 0::smallint AS partition_ordinal,
  k.pos <= i.indnkeyatts AND i.indoption[k.pos - 1] & 1 = 1 AS is_descending_key, k.pos > i.indnkeyatts AS is_included_column
FROM crosswalk.sys_index_numbers n
  JOIN pg_index i ON i.indexrelid = n.index
  CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (att, pos)
WHERE k.att > 0;
