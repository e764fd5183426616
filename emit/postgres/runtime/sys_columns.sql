-- sys.columns over pg_attribute; lengths count characters.
CREATE OR REPLACE VIEW crosswalk.sys_columns AS
SELECT c.object_id AS object_id, c.name AS name, c.column_id AS column_id, c.system_type_id AS system_type_id, c.user_type_id AS user_type_id, c.max_length AS max_length, c.precision AS precision, c.scale AS scale, c.collation_name AS collation_name, c.is_nullable AS is_nullable, c.is_rowguidcol AS is_rowguidcol, c.is_identity AS is_identity, c.is_computed AS is_computed, c.default_object_id AS default_object_id, c.is_sparse AS is_sparse, c.is_hidden AS is_hidden, c.is_filestream AS is_filestream
FROM crosswalk.sys_column_facts c;
