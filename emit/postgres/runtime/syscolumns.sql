-- syscolumns, as SQL Server 2000 had it ("Mapping System Tables to System Views").
CREATE OR REPLACE VIEW crosswalk.syscolumns AS
SELECT c.name AS name, c.object_id AS id, c.system_type_id AS xtype, c.max_length AS length, c.column_id::smallint AS colid, c.column_id::smallint AS colorder,
  c.default_object_id AS cdefault, c.precision AS prec, c.scale::int AS scale, c.is_computed::int AS iscomputed, c.is_nullable::int AS isnullable, c.collation_name AS collation
FROM crosswalk.sys_columns c;
