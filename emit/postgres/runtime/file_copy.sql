-- UTL_FILE.FCOPY of a whole file.
CREATE OR REPLACE FUNCTION crosswalk.file_copy(from_location text, from_name text, to_location text, to_name text) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  source text := crosswalk.file_path(from_location, from_name);
  object oid;
BEGIN
  IF (pg_stat_file(source, true)).size IS NULL THEN
    RAISE EXCEPTION 'invalid file operation' USING ERRCODE = 'UE3LK', DETAIL = format('%s does not exist', source);
  END IF;
  object := lo_from_bytea(0, pg_read_binary_file(source));
  PERFORM lo_export(object, crosswalk.file_path(to_location, to_name));
  PERFORM lo_unlink(object);
END
$$;
