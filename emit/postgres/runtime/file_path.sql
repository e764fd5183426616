-- The path of a file in a directory, which is named or given by its path; no other place can be reached.
CREATE OR REPLACE FUNCTION crosswalk.file_path(location text, name text) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  folder text := (SELECT d.path FROM crosswalk.directories AS d WHERE d.name = location OR rtrim(d.path, '/') = rtrim(location, '/') ORDER BY d.name <> location LIMIT 1);
BEGIN
  IF folder IS NULL THEN
    RAISE EXCEPTION 'invalid directory path' USING ERRCODE = 'UEZP8', DETAIL = format('%s is not in crosswalk.directories', location);
  ELSIF name IS NULL OR name ~ '[/\\]' OR name IN ('.', '..') THEN
    RAISE EXCEPTION 'the file name given is invalid' USING ERRCODE = 'UE086';
  END IF;
  RETURN rtrim(folder, '/') || '/' || name;
END
$$;
