-- UTL_FILE.PUT, and PUT_LINE and NEW_LINE with their line ends.
CREATE OR REPLACE FUNCTION crosswalk.file_put(f crosswalk.file_type, buffer text, line_ends numeric DEFAULT 0, autoflush boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  IF octet_length(buffer) > (crosswalk.file_state(f, false) ->> 'max')::numeric THEN
    RAISE EXCEPTION 'file write error' USING ERRCODE = 'UEIXJ', DETAIL = 'the line is longer than max_linesize';
  END IF;
  PERFORM crosswalk.file_put_raw(f, convert_to(concat(buffer, repeat(E'\n', line_ends::integer)), 'UTF8'), autoflush);
END
$$;
