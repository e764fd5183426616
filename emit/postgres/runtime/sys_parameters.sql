-- sys.parameters over pg_proc; the columns of a result are no parameters.
CREATE OR REPLACE VIEW crosswalk.sys_parameters AS
SELECT p.oid::int AS object_id, ('@' || x.name)::varchar(128) AS name, x.pos::int AS parameter_id, t.system_type_id AS system_type_id, t.user_type_id AS user_type_id,
  t.max_length AS max_length, t.precision AS precision, t.scale AS scale, coalesce(x.mode, 'i') <> 'i' AS is_output, x.pos > p.pronargs - p.pronargdefaults AS has_default_value
FROM pg_proc p
  JOIN crosswalk.sys_schemas s ON s.schema_id = p.pronamespace::int
  CROSS JOIN LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames) WITH ORDINALITY AS x (typ, mode, name, pos)
  LEFT JOIN crosswalk.sys_types t ON t.user_type_id = x.typ::int OR NOT t.is_user_defined AND t.name = crosswalk.sqlserver_type(x.typ, -1)
WHERE coalesce(x.mode, 'i') <> 't';
