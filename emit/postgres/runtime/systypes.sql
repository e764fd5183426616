-- systypes, as SQL Server 2000 had it ("Mapping System Tables to System Views").
CREATE OR REPLACE VIEW crosswalk.systypes AS
SELECT t.name AS name, t.system_type_id AS xtype, t.schema_id AS uid, t.max_length AS length, t.precision AS prec, t.scale AS scale, t.user_type_id AS xusertype
FROM crosswalk.sys_types t;
