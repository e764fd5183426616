-- DELETE(m, n) of an associative array by number.
CREATE OR REPLACE FUNCTION crosswalk.aa_delete(a jsonb, first numeric, last numeric) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(a) WHERE key::integer NOT BETWEEN first AND last $$;

-- DELETE(m, n) of an associative array by text.
CREATE OR REPLACE FUNCTION crosswalk.aa_delete(a jsonb, first text, last text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(a)
  WHERE NOT (key COLLATE "C" >= first AND key COLLATE "C" <= last)
$$;
