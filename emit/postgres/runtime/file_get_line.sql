-- UTL_FILE.GET_LINE: the next line, or as much of it as is asked for; NO_DATA_FOUND behind the last.
CREATE OR REPLACE FUNCTION crosswalk.file_get_line(f crosswalk.file_type, len numeric DEFAULT NULL) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.file_state(f, true);
  at bigint := current_setting('crosswalk.file_at_' || f.id)::bigint;
  line text;
BEGIN
  SELECT convert_from(piece, 'UTF8'), n INTO line, at FROM pg_temp.crosswalk_files WHERE file = f.id AND n > at ORDER BY n LIMIT 1;
  IF line IS NULL THEN
    RAISE EXCEPTION 'no data found' USING ERRCODE = 'no_data_found';
  ELSIF length(line) > len THEN
    UPDATE pg_temp.crosswalk_files SET piece = convert_to(substr(line, len::integer + 1), 'UTF8') WHERE file = f.id AND n = at;
    RETURN left(line, len::integer);
  ELSIF octet_length(line) > (s ->> 'max')::numeric THEN
    RAISE EXCEPTION 'file read error' USING ERRCODE = 'UEN8I', DETAIL = 'the line is longer than max_linesize';
  END IF;
  PERFORM set_config('crosswalk.file_at_' || f.id, at::text, false);
  RETURN nullif(line, '');
END
$$;
