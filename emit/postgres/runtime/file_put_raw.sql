-- UTL_FILE.PUT_RAW.
CREATE OR REPLACE FUNCTION crosswalk.file_put_raw(f crosswalk.file_type, bytes bytea, autoflush boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.file_state(f, false);
BEGIN
  INSERT INTO pg_temp.crosswalk_files (file, piece) VALUES (f.id, coalesce(bytes, ''));
  IF autoflush THEN
    PERFORM crosswalk.file_flush(f);
  END IF;
END
$$;
