-- SQLERRM(number): Oracle's message for an error number.
CREATE OR REPLACE FUNCTION crosswalk.ora_message(code numeric) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN code = 0 THEN 'ORA-0000: normal, successful completion'
    WHEN code = 1 THEN 'User-Defined Exception'
    WHEN code = 100 THEN 'ORA-01403: no data found'
    WHEN code > 0 THEN '-' || code || ': non-ORACLE exception'
    ELSE 'ORA-' || lpad((-code)::integer::text, 5, '0') || ': ' || CASE (-code)::integer
      WHEN 1 THEN 'unique constraint violated'
      WHEN 54 THEN 'resource busy and acquire with NOWAIT specified or timeout expired'
      WHEN 60 THEN 'deadlock detected while waiting for resource'
      WHEN 100 THEN 'no data found'
      WHEN 942 THEN 'table or view does not exist'
      WHEN 1001 THEN 'invalid cursor'
      WHEN 1017 THEN 'invalid username/password; logon denied'
      WHEN 1400 THEN 'cannot insert NULL'
      WHEN 1403 THEN 'no data found'
      WHEN 1422 THEN 'exact fetch returns more than requested number of rows'
      WHEN 1427 THEN 'single-row subquery returns more than one row'
      WHEN 1438 THEN 'value larger than specified precision allowed for this column'
      WHEN 1476 THEN 'divisor is equal to zero'
      WHEN 1722 THEN 'invalid number'
      WHEN 1843 THEN 'not a valid month'
      WHEN 1861 THEN 'literal does not match format string'
      WHEN 2290 THEN 'check constraint violated'
      WHEN 2291 THEN 'integrity constraint violated - parent key not found'
      WHEN 2292 THEN 'integrity constraint violated - child record found'
      WHEN 4091 THEN 'table is mutating, trigger/function may not see it'
      WHEN 6502 THEN 'PL/SQL: numeric or value error'
      WHEN 6503 THEN 'PL/SQL: Function returned without value'
      WHEN 6504 THEN 'PL/SQL: Return types of Result Set variables or query do not match'
      WHEN 6511 THEN 'PL/SQL: cursor already open'
      WHEN 6530 THEN 'Reference to uninitialized composite'
      WHEN 6531 THEN 'Reference to uninitialized collection'
      WHEN 6532 THEN 'Subscript outside of limit'
      WHEN 6533 THEN 'Subscript beyond count'
      WHEN 6592 THEN 'CASE not found while executing CASE statement'
      WHEN 8177 THEN 'can''t serialize access for this transaction'
      WHEN 12899 THEN 'value too large for column'
      WHEN 24381 THEN 'error(s) in array DML'
      ELSE 'Message ' || (-code)::integer || ' not found;  product=RDBMS; facility=ORA'
    END
  END
$$;
