-- Whether a package variable has been given a value in the session.
CREATE OR REPLACE FUNCTION crosswalk.has_state(name text) RETURNS boolean
LANGUAGE sql STABLE
AS $$ SELECT coalesce(current_setting(name, true), '') <> '' $$;
