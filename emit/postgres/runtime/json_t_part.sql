-- get_object, get_array, TREAT: NULL for a part of another kind.
CREATE OR REPLACE FUNCTION crosswalk.json_t_part(j json, kind text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN json_typeof(j) = kind THEN j END $$;
