-- UTL_FILE.FCLOSE.
CREATE OR REPLACE FUNCTION crosswalk.file_close(f crosswalk.file_type) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF NOT crosswalk.file_is_open(f) THEN
    RAISE EXCEPTION 'invalid file handle' USING ERRCODE = 'UE6TV';
  END IF;
  IF current_setting('crosswalk.file_' || f.id)::jsonb ->> 'mode' <> 'r' THEN
    PERFORM crosswalk.file_flush(f);
  END IF;
  DELETE FROM pg_temp.crosswalk_files WHERE file = f.id;
  PERFORM set_config('crosswalk.file_' || f.id, '', false);
END
$$;
