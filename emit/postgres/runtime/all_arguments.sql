-- ALL_ARGUMENTS over pg_proc; position 0 is a function's result.
CREATE OR REPLACE VIEW crosswalk.all_arguments AS
SELECT upper(current_schema()) AS owner, upper(p.proname) AS object_name, CASE WHEN n.nspname <> current_schema() THEN upper(n.nspname) END AS package_name,
  p.oid::bigint AS object_id, NULL::text AS overload, NULL::int AS subprogram_id, upper(a.name) AS argument_name, a.pos AS position, a.pos AS sequence, 0 AS data_level,
  crosswalk.oracle_type(a.typ, -1) AS data_type, CASE a.mode WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'IN/OUT' ELSE 'IN' END AS in_out, 'N' AS defaulted
FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL (
    SELECT p.proargnames[i] AS name, i AS pos, (coalesce(p.proallargtypes, string_to_array(p.proargtypes::text, ' ')::oid[]))[i] AS typ, coalesce(p.proargmodes[i], 'i') AS mode
    FROM generate_series(1, coalesce(cardinality(p.proallargtypes), p.pronargs)) AS g (i)
    UNION ALL
    SELECT NULL, 0, p.prorettype, 'o' WHERE p.prokind = 'f'
  ) a
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema');
