-- JSON_OBJECT_T(text), parse: the keys keep their order.
CREATE OR REPLACE FUNCTION crosswalk.json_t_parse(doc text, kind text) RETURNS json
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  j json := crosswalk.json_text(doc);
BEGIN
  IF j IS NULL OR kind <> '' AND json_typeof(j) <> kind THEN
    RAISE EXCEPTION 'JSON syntax error: no %', coalesce(nullif(kind, ''), 'document') USING ERRCODE = '22032';
  END IF;
  RETURN j;
END
$$;
