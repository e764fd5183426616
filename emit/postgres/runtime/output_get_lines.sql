-- DBMS_OUTPUT.GET_LINES: takes the oldest lines out of the buffer, as many as are wanted.
CREATE OR REPLACE FUNCTION crosswalk.output_get_lines(wanted numeric) RETURNS text[]
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  kept constant text[] := string_to_array(current_setting('crosswalk.output', true), chr(30));
  n constant integer := least(greatest(wanted, 0), cardinality(kept) - 1);
BEGIN
  IF coalesce(n, 0) = 0 THEN
    RETURN '{}';
  END IF;
  PERFORM set_config('crosswalk.output', array_to_string(kept[n + 1:], chr(30)), false);
  RETURN ARRAY(SELECT nullif(l, '') FROM unnest(kept[:n]) WITH ORDINALITY AS u(l, i) ORDER BY i);
END
$$;
