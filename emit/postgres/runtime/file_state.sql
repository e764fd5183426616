-- What is known of an open file; an error where it is not open, or is open for the other direction.
CREATE OR REPLACE FUNCTION crosswalk.file_state(f crosswalk.file_type, reading boolean) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  s jsonb := nullif(current_setting('crosswalk.file_' || coalesce(f.id, 0), true), '')::jsonb;
BEGIN
  IF s IS NULL THEN
    RAISE EXCEPTION 'invalid file handle' USING ERRCODE = 'UE6TV';
  ELSIF reading <> (s ->> 'mode' = 'r') THEN
    RAISE EXCEPTION 'invalid file operation' USING ERRCODE = 'UE3LK', DETAIL = format('%s is open to be %s', s ->> 'path', CASE WHEN reading THEN 'written' ELSE 'read' END);
  END IF;
  RETURN s;
END
$$;
