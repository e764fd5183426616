-- DBMS_OUTPUT.PUT_LINE where the sources read lines again: shown, and kept while the buffer is enabled. Lines stand behind each
-- other in a setting of the session, each with its end; what nobody reads is cut at a million characters.
CREATE OR REPLACE FUNCTION crosswalk.output_line(line text) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  line := concat(current_setting('crosswalk.line', true), line);
  RAISE NOTICE '%', line;
  PERFORM set_config('crosswalk.line', '', false);
  IF current_setting('crosswalk.output_on', true) = 'on' THEN
    PERFORM set_config('crosswalk.output', right(concat(current_setting('crosswalk.output', true), line, chr(30)), 1000000), false);
  END IF;
END
$$;
