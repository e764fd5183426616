-- DBMS_OUTPUT.GET_LINE: takes the oldest line out of the buffer; the status is 1 where there is none.
CREATE OR REPLACE FUNCTION crosswalk.output_get_line(OUT line text, OUT status integer)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  lines constant text[] := crosswalk.output_get_lines(1);
BEGIN
  line := lines[1];
  status := 1 - cardinality(lines);
END
$$;
