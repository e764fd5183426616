-- UTL_FILE.IS_OPEN.
CREATE OR REPLACE FUNCTION crosswalk.file_is_open(f crosswalk.file_type) RETURNS boolean
LANGUAGE sql STABLE
AS $$ SELECT coalesce(current_setting('crosswalk.file_' || coalesce(f.id, 0), true), '') <> '' $$;
