-- Raises the error for a format model that TRUNC and ROUND do not know.
CREATE OR REPLACE FUNCTION crosswalk.bad_format(fn text, fmt text) RETURNS timestamp
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RAISE invalid_parameter_value USING MESSAGE = format('%s: bad format model %L', fn, fmt);
END
$$;
