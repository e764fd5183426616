-- The value of a package variable as text. The first character of the setting tells a value from NULL.
CREATE OR REPLACE FUNCTION crosswalk.get_state(name text) RETURNS text
LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN left(current_setting(name, true), 1) = '=' THEN substr(current_setting(name, true), 2) END $$;
