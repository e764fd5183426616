-- sysobjects, as SQL Server 2000 had it ("Mapping System Tables to System Views").
CREATE OR REPLACE VIEW crosswalk.sysobjects AS
SELECT o.name AS name, o.object_id AS id, o.type AS xtype, o.schema_id AS uid, o.parent_object_id AS parent_obj,
  CASE WHEN o.type IN ('PK', 'UQ') THEN 'K' ELSE o.type END::char(2) AS type
FROM crosswalk.sys_objects o;
