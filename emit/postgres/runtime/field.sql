-- The value of a field of a row by its place, counted from 1.
CREATE OR REPLACE FUNCTION crosswalk.field(record json, place integer) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN json_typeof(f.value) <> 'null' THEN f.value END FROM json_each(record) WITH ORDINALITY AS f(name, value, i) WHERE f.i = place $$;
