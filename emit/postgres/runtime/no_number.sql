-- no_number raises what SQL Server does where a constant text that is no number is to become one: error 245, and each time that it runs.
CREATE OR REPLACE FUNCTION crosswalk.no_number(s text) RETURNS bigint AS $$
BEGIN
  RAISE EXCEPTION 'Conversion failed when converting the value ''%'' to a whole number.', s USING ERRCODE = '22P02';
END;
$$ LANGUAGE plpgsql VOLATILE STRICT;
