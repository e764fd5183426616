-- sysusers, as SQL Server 2000 had it ("Mapping System Tables to System Views"): schemas and roles together.
CREATE OR REPLACE VIEW crosswalk.sysusers AS
SELECT x.name AS name, x.uid AS uid, x.islogin AS islogin, x.issqlrole AS issqlrole
FROM (
  SELECT p.name, p.principal_id AS uid, (p.type = 'S')::int AS islogin, (p.type = 'R')::int AS issqlrole FROM crosswalk.sys_database_principals p
  UNION ALL
  SELECT s.name, s.schema_id, 0, 0 FROM crosswalk.sys_schemas s
) x;
