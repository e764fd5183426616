-- ALL_PROCEDURES over pg_proc. A routine in a schema other than the current one shows as a member of a package of that name.
CREATE OR REPLACE VIEW crosswalk.all_procedures AS
SELECT upper(current_schema()) AS owner, CASE WHEN n.nspname = current_schema() THEN upper(p.proname) ELSE upper(n.nspname) END AS object_name,
  CASE WHEN n.nspname <> current_schema() THEN upper(p.proname) END AS procedure_name, p.oid::bigint AS object_id, NULL::int AS subprogram_id, NULL::text AS overload,
  CASE WHEN n.nspname <> current_schema() THEN 'PACKAGE' WHEN p.prokind = 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS object_type,
  CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'CURRENT_USER' END AS authid, CASE p.provolatile WHEN 'i' THEN 'YES' ELSE 'NO' END AS deterministic
FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema');
