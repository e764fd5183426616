-- TO_NUMBER with a format for a text that may not fit it: PostgreSQL's own passes over digits that the format has no place for
-- and over what is no digit (SQL Language Reference, "TO_NUMBER" and "Number Format Models").
CREATE OR REPLACE FUNCTION crosswalk.to_number(s text, fmt text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  f constant text := replace(upper(fmt), 'FM', '');
  point constant int := coalesce(nullif(strpos(translate(f, 'DV', '..'), '.'), 0), length(f) + 1);
  whole constant int := length(regexp_replace(left(f, point - 1), '[^09]', '', 'g'));
  decimals constant int := length(regexp_replace(pg_catalog.substr(f, point), '[^09]', '', 'g'));
  t text := trim(s);
  parts text[];
BEGIN
  IF t = '' THEN
    RETURN NULL;
  END IF;
  IF f ~ 'PR' AND t ~ '^<.*>$' THEN
    t := '-' || pg_catalog.substr(t, 2, length(t) - 2);
  END IF;
  IF f ~ '(S|MI)$' AND t ~ '[+-]$' THEN
    t := right(t, 1) || left(t, -1);
  END IF;
  IF f ~ '[$L]' THEN
    t := replace(t, '$', '');
  END IF;
  parts := regexp_match(CASE WHEN f ~ '[,G]' THEN replace(t, ',', '') ELSE t END, '^([+-]?)(\d*)(?:\.(\d*))?$');
  IF parts IS NULL OR length(parts[2]) > whole OR length(coalesce(parts[3], '')) > decimals OR parts[2] || coalesce(parts[3], '') = '' THEN
    RAISE invalid_text_representation USING MESSAGE = format('%L does not fit the number format %L', s, fmt);
  END IF;
  RETURN trim_scale((parts[1] || '0' || parts[2] || '.' || coalesce(parts[3], '') || '0')::numeric);
END
$$;
