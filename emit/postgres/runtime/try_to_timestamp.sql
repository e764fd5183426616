-- try_to_timestamp reads a date by a format, and gives NULL where that is not possible.
CREATE OR REPLACE FUNCTION crosswalk.try_to_timestamp(s text, format text) RETURNS timestamp AS $$
BEGIN
  RETURN to_timestamp(s, format)::timestamp;
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END;
$$ LANGUAGE plpgsql STABLE STRICT;
