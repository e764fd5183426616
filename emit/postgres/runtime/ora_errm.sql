-- SQLERRM inside a handler: Oracle's number in front of Oracle's message, PostgreSQL's where Oracle's names what is not known.
CREATE OR REPLACE FUNCTION crosswalk.ora_errm(state text, message text, place text DEFAULT '') RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
DECLARE
  code constant integer := crosswalk.ora_code(state, message, place);
  own constant text := crosswalk.ora_message(code);
  named constant text := (regexp_match(message, 'constraint "([^"]*)"'))[1];
  col constant text[] := regexp_match(message, 'column "([^"]*)" of relation "([^"]*)"');
BEGIN
  IF state LIKE 'UE%' THEN
    RETURN 'User-Defined Exception';
  ELSIF code = 100 THEN
    RETURN own;
  ELSIF code BETWEEN -20999 AND -20000 THEN
    RETURN 'ORA' || code || ': ' || message;
  ELSIF named IS NOT NULL AND state LIKE '23%' THEN
    RETURN replace(own, 'constraint violated', format('constraint (%s.%s) violated', upper(current_schema()), upper(named)));
  ELSIF code = -1400 AND col IS NOT NULL THEN
    RETURN format('%s into ("%s"."%s"."%s")', own, upper(current_schema()), upper(col[2]), upper(col[1]));
  ELSIF code = -6502 THEN
    RETURN own || CASE state WHEN '22001' THEN ': character string buffer too small' WHEN '22003' THEN ': number precision too large'
      WHEN '22P02' THEN ': character to number conversion error' ELSE '' END;
  ELSIF own NOT LIKE '% not found;  product=%' AND (code NOT IN (-12899, -1400, -2290, -2291, -2292, -1) OR message ~ '^[a-z_]+$') THEN
    RETURN own;
  END IF;
  RETURN 'ORA-' || lpad(abs(code)::text, 5, '0') || ': ' || message;
END
$$;
