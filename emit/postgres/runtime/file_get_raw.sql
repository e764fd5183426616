-- UTL_FILE.GET_RAW of a file that was opened in mode rb: the next bytes; NO_DATA_FOUND at the end.
CREATE OR REPLACE FUNCTION crosswalk.file_get_raw(f crosswalk.file_type, len numeric DEFAULT 32767) RETURNS bytea
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.file_state(f, true);
  at integer := current_setting('crosswalk.file_at_' || f.id)::integer;
  bytes bytea;
BEGIN
  IF NOT f.byte_mode THEN
    RAISE EXCEPTION 'invalid file operation' USING ERRCODE = 'UE3LK', DETAIL = format('%s was not opened in mode rb', s ->> 'path');
  END IF;
  SELECT substr(piece, at + 1, len::integer) INTO bytes FROM pg_temp.crosswalk_files WHERE file = f.id;
  IF coalesce(length(bytes), 0) = 0 THEN
    RAISE EXCEPTION 'no data found' USING ERRCODE = 'no_data_found';
  END IF;
  PERFORM set_config('crosswalk.file_at_' || f.id, (at + length(bytes))::text, false);
  RETURN bytes;
END
$$;
