-- ALL_SOURCE over pg_proc: the bodies of routines, a row for each line.
CREATE OR REPLACE VIEW crosswalk.all_source AS
SELECT upper(n.nspname) AS owner, upper(p.proname) AS name, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS type, u.line::int AS line, u.text || chr(10) AS text
FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  CROSS JOIN LATERAL unnest(string_to_array(p.prosrc, chr(10))) WITH ORDINALITY AS u (text, line)
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema');
