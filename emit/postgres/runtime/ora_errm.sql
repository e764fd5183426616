-- SQLERRM inside a handler: Oracle's number in front of the message.
CREATE OR REPLACE FUNCTION crosswalk.ora_errm(state text, message text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN state LIKE 'UE%' THEN 'User-Defined Exception'
    WHEN state = 'P0002' THEN 'ORA-01403: no data found'
    ELSE 'ORA-' || lpad(abs(crosswalk.ora_code(state, message))::text, 5, '0') || ': ' || message
  END
$$;
