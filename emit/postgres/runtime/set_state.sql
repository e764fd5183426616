-- Sets a package variable for the session.
CREATE OR REPLACE FUNCTION crosswalk.set_state(name text, value text) RETURNS void
LANGUAGE sql
AS $$ SELECT set_config(name, coalesce('=' || value, '-'), false) $$;
