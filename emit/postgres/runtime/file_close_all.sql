-- UTL_FILE.FCLOSE_ALL.
CREATE OR REPLACE FUNCTION crosswalk.file_close_all() RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  f crosswalk.file_type;
BEGIN
  FOR i IN 1..coalesce(nullif(current_setting('crosswalk.files', true), ''), '0')::integer LOOP
    f := ROW(i, 1, false);
    IF crosswalk.file_is_open(f) THEN
      PERFORM crosswalk.file_close(f);
    END IF;
  END LOOP;
END
$$;
