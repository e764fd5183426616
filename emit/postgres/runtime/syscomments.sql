-- syscomments, as SQL Server 2000 had it ("Mapping System Tables to System Views"): the text in one piece.
CREATE OR REPLACE VIEW crosswalk.syscomments AS
SELECT m.object_id AS id, 1::smallint AS number, 1::smallint AS colid, m.definition AS text
FROM crosswalk.sys_sql_modules m;
