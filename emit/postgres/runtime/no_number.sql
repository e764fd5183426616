-- no_number raises what SQL Server does where a constant text that is no number is to become one, each time that it runs: error 245, or
-- another one by its state.
CREATE OR REPLACE FUNCTION crosswalk.no_number(s text, state text DEFAULT '22P02') RETURNS bigint AS $$
BEGIN
  RAISE EXCEPTION 'Conversion failed when converting the value ''%'' to a number.', s USING ERRCODE = state;
END;
$$ LANGUAGE plpgsql VOLATILE STRICT;
