-- object_id finds a relation or routine by a dotted name, brackets and case as SQL Server takes them; NULL where there is none.
CREATE OR REPLACE FUNCTION crosswalk.object_id(name text, kind text DEFAULT '') RETURNS integer AS $$
  SELECT CASE WHEN kind IN ('P', 'FN', 'IF', 'TF') THEN to_regproc(n)::oid::int ELSE coalesce(to_regclass(n)::oid, CASE WHEN kind = '' THEN to_regproc(n)::oid END)::int END
  FROM (SELECT regexp_replace(lower(replace(replace(name, '[', ''), ']', '')), '^tempdb\.(dbo)?\.', 'pg_temp.') AS n) AS x
$$ LANGUAGE sql STABLE STRICT;
