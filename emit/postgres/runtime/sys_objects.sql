-- sys.objects over the catalogue. The number of an object is its oid; a procedure that returns rows is a function here.
CREATE OR REPLACE VIEW crosswalk.sys_objects AS
SELECT o.name::varchar(128) AS name, o.oid::int AS object_id, NULL::int AS principal_id, s.schema_id AS schema_id, o.parent::int AS parent_object_id,
  k.type::char(2) AS type, k.type_desc::varchar(60) AS type_desc, false AS is_ms_shipped, false AS is_published, false AS is_schema_published
FROM (
  SELECT relnamespace AS nsp, relname AS name, oid, 0::oid AS parent,
    CASE relkind WHEN 'v' THEN 'V' WHEN 'm' THEN 'V' WHEN 'S' THEN 'SO' ELSE 'U' END AS typ
  FROM pg_class q
  WHERE relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND NOT relispartition
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = q.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'i' AND q.relkind = 'S')
  UNION ALL
  SELECT p.pronamespace, p.proname, p.oid, 0,
    CASE WHEN p.prokind = 'p' THEN 'P' WHEN p.prokind = 'a' THEN 'AF' WHEN NOT p.proretset THEN 'FN' WHEN l.lanname = 'sql' THEN 'IF' ELSE 'TF' END
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.prorettype <> 'trigger'::regtype AND p.prorettype <> 'event_trigger'::regtype
  UNION ALL
  SELECT connamespace, conname, oid, conrelid, CASE contype WHEN 'p' THEN 'PK' WHEN 'u' THEN 'UQ' WHEN 'f' THEN 'F' ELSE 'C' END
  FROM pg_constraint WHERE contype IN ('p', 'u', 'f', 'c') AND conrelid <> 0 AND conparentid = 0
  UNION ALL
  SELECT c.relnamespace, t.tgname, t.oid, t.tgrelid, 'TR' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
) o
  JOIN crosswalk.sys_schemas s ON s.schema_id = o.nsp::int
  JOIN (VALUES ('U', 'USER_TABLE'), ('V', 'VIEW'), ('SO', 'SEQUENCE_OBJECT'), ('P', 'SQL_STORED_PROCEDURE'), ('FN', 'SQL_SCALAR_FUNCTION'),
    ('IF', 'SQL_INLINE_TABLE_VALUED_FUNCTION'), ('TF', 'SQL_TABLE_VALUED_FUNCTION'), ('AF', 'AGGREGATE_FUNCTION'), ('PK', 'PRIMARY_KEY_CONSTRAINT'),
    ('UQ', 'UNIQUE_CONSTRAINT'), ('F', 'FOREIGN_KEY_CONSTRAINT'), ('C', 'CHECK_CONSTRAINT'), ('TR', 'SQL_TRIGGER')) AS k (type, type_desc) ON k.type = o.typ;
