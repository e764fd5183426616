-- sys.identity_columns: the identity columns with what their sequences say.
CREATE OR REPLACE VIEW crosswalk.sys_identity_columns AS
SELECT c.object_id AS object_id, c.name AS name, c.column_id AS column_id, c.system_type_id AS system_type_id, c.user_type_id AS user_type_id, c.max_length AS max_length, c.precision AS precision, c.scale AS scale, c.collation_name AS collation_name, c.is_nullable AS is_nullable, c.is_rowguidcol AS is_rowguidcol, c.is_identity AS is_identity, c.is_computed AS is_computed, c.default_object_id AS default_object_id, c.is_sparse AS is_sparse, c.is_hidden AS is_hidden, c.is_filestream AS is_filestream,
  q.seqstart AS seed_value, q.seqincrement AS increment_value, pg_sequence_last_value(q.seqrelid) AS last_value, false AS is_not_for_replication
FROM crosswalk.sys_column_facts c
  JOIN pg_depend p ON p.refobjid = c.relation AND p.refobjsubid = c.column_id AND p.deptype = 'i' AND p.classid = 'pg_class'::regclass
  JOIN pg_sequence q ON q.seqrelid = p.objid
WHERE c.is_identity;
