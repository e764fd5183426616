-- try_styled_datetime is NULL where styled_datetime raises an error, as with TRY_CONVERT.
CREATE OR REPLACE FUNCTION crosswalk.try_styled_datetime(s text, ord text) RETURNS timestamp AS $$
BEGIN
  RETURN crosswalk.styled_datetime(s, ord);
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END;
$$ LANGUAGE plpgsql STABLE STRICT;
