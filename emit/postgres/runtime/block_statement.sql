-- The SQL statement for the text of a PL/SQL block that only calls procedures: CALL for one call, a DO block for several. What else a block may
-- do is refused.
CREATE OR REPLACE FUNCTION crosswalk.block_statement(block text) RETURNS text
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  body text := regexp_replace(regexp_replace(block, '^\s*begin\M', '', 'i'), '\mend\s*;?\s*$', '', 'i');
  piece text;
  item text := '';
  calls text[] := '{}';
BEGIN
  FOR piece IN
    SELECT m[1] FROM regexp_matches(body || ';', $re$('[^']*'|"[^"]*"|;|[^;'"]+)$re$, 'g') AS m
  LOOP
    IF piece <> ';' THEN
      item := item || piece;
      CONTINUE;
    END IF;
    item := regexp_replace(item, '^\s+|\s+$', '', 'g');
    IF item = '' OR lower(item) = 'null' THEN
      NULL;
    ELSIF item !~ '^[[:alpha:]_"][[:alnum:]_$#".]*\s*(\(.*\))?$' OR item ~* '^(begin|declare|if|for|while|loop|case|raise|return|commit|rollback|exit|continue|goto|end|null)\M' THEN
      RAISE EXCEPTION 'the text of a block does more than call procedures: %', block USING ERRCODE = 'feature_not_supported';
    ELSE
      calls := calls || ('CALL ' || item || CASE WHEN right(item, 1) = ')' THEN '' ELSE '()' END);
    END IF;
    item := '';
  END LOOP;
  RETURN CASE cardinality(calls)
    WHEN 0 THEN 'DO ''BEGIN END'''
    WHEN 1 THEN calls[1]
    ELSE 'DO ' || quote_literal('BEGIN ' || array_to_string(calls, '; ') || '; END')
  END;
END;
$$;
