-- HTP.PRINT and PRN: puts a text into the page, which is a setting of the session.
CREATE OR REPLACE FUNCTION crosswalk.page_put(piece text, line boolean) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('crosswalk.page', concat(current_setting('crosswalk.page', true), piece, CASE WHEN line THEN chr(10) END), false);
END
$$;
