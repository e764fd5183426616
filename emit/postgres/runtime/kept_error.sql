-- SQLCODE, SQLERRM and the backtrace outside of a handler: those that a handler has kept.
CREATE OR REPLACE FUNCTION crosswalk.kept_error(what text) RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(nullif(current_setting('crosswalk.error_' || what, true), ''),
    CASE what WHEN 'code' THEN '0' WHEN 'message' THEN 'ORA-0000: normal, successful completion' END)
$$;
