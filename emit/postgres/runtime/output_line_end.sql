-- DBMS_OUTPUT.NEW_LINE where the sources read lines again: ends what PUT has begun.
CREATE OR REPLACE FUNCTION crosswalk.output_line_end() RETURNS void
LANGUAGE sql VOLATILE
AS $$ SELECT crosswalk.output_line('') $$;
