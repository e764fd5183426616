-- sysobjects, as SQL Server 2000 had it ("Mapping System Tables to System Views").
CREATE OR REPLACE VIEW crosswalk.sysobjects AS
SELECT o.name AS name, o.object_id AS id, o.type AS xtype, o.schema_id AS uid, o.parent_object_id AS parent_obj, o.type AS type
FROM crosswalk.sys_objects o;
