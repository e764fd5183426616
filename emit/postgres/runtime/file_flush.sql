-- UTL_FILE.FFLUSH: writes all that was put into the file.
CREATE OR REPLACE FUNCTION crosswalk.file_flush(f crosswalk.file_type) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  s jsonb := crosswalk.file_state(f, false);
  contents bytea := coalesce((SELECT string_agg(piece, '' ORDER BY n) FROM pg_temp.crosswalk_files WHERE file = f.id), '');
  object oid := lo_from_bytea(0, contents);
BEGIN
  PERFORM lo_export(object, s ->> 'path');
  PERFORM lo_unlink(object);
END
$$;
