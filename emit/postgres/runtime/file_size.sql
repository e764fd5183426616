-- UTL_FILE.FGETATTR: the size of a file, NULL where there is none.
CREATE OR REPLACE FUNCTION crosswalk.file_size(location text, name text) RETURNS bigint
LANGUAGE sql VOLATILE
AS $$ SELECT (pg_stat_file(crosswalk.file_path(location, name), true)).size $$;
