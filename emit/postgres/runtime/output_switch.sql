-- DBMS_OUTPUT.ENABLE and DISABLE; the latter empties the buffer.
CREATE OR REPLACE FUNCTION crosswalk.output_switch(enabled boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('crosswalk.output_on', CASE WHEN enabled THEN 'on' ELSE '' END, false);
  IF NOT enabled THEN
    PERFORM set_config('crosswalk.output', '', false);
  END IF;
END
$$;
