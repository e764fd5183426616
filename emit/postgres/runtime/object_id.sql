-- object_id finds an object by a dotted name, brackets and case as SQL Server takes them; NULL where there is none. A name without a schema is
-- looked for along the search_path, and in dbo.
CREATE OR REPLACE FUNCTION crosswalk.object_id(name text, kind text DEFAULT '') RETURNS integer AS $$
  SELECT CASE
    WHEN kind IN ('P', 'FN', 'IF', 'TF', 'PC', 'X', 'AF', 'FS', 'FT', 'RF') THEN coalesce(to_regproc(full_name), to_regproc('dbo.' || full_name))::oid
    WHEN kind IN ('TR', 'TA') THEN (SELECT t.oid FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = last AND (nsp IS NULL OR c.relnamespace::regnamespace::text = nsp) LIMIT 1)
    WHEN kind IN ('PK', 'UQ', 'F', 'C') THEN (SELECT k.oid FROM pg_constraint k WHERE k.conname = last AND k.contype = lower(left(kind, 1)) AND (nsp IS NULL OR k.connamespace::regnamespace::text = nsp) LIMIT 1)
    WHEN kind IN ('', 'U', 'V', 'SO', 'S', 'IT') THEN coalesce(to_regclass(full_name)::oid, to_regclass('dbo.' || full_name)::oid, CASE WHEN kind = '' THEN coalesce(to_regproc(full_name), to_regproc('dbo.' || full_name))::oid END)
  END::int
  FROM (
    SELECT parts[cardinality(parts)] AS last, nullif(parts[cardinality(parts) - 1], '') AS nsp,
      CASE WHEN parts[cardinality(parts)] LIKE '#%' THEN 'pg_temp.' ELSE coalesce(quote_ident(nullif(parts[cardinality(parts) - 1], '')) || '.', '') END || quote_ident(parts[cardinality(parts)]) AS full_name
    FROM (SELECT string_to_array(lower(translate(name, '[]"', '')), '.') AS parts) AS p
  ) AS x
$$ LANGUAGE sql STABLE STRICT;
