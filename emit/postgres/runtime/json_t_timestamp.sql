-- get_date, get_timestamp: a text of ISO 8601; NULL for what is none.
CREATE OR REPLACE FUNCTION crosswalk.json_t_timestamp(j json) RETURNS timestamp
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
  IF json_typeof(j) = 'string' AND j #>> '{}' ~ '^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$' THEN
    RETURN (j #>> '{}')::timestamp;
  END IF;
  RETURN NULL;
EXCEPTION
  WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END
$$;
