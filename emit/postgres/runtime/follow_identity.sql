-- follow_identity lets the sequence behind an identity column go on behind values that were given explicitly: SQL Server takes one that is
-- larger than the current identity value as the new one ("SET IDENTITY_INSERT", Remarks).
CREATE OR REPLACE FUNCTION crosswalk.follow_identity(tbl regclass, col text) RETURNS void AS $$
DECLARE
  seq regclass := pg_get_serial_sequence(tbl::text, col);
  step bigint := (SELECT seqincrement FROM pg_sequence WHERE seqrelid = seq);
  last bigint;
  used boolean;
  given bigint;
BEGIN
  EXECUTE format('SELECT last_value, is_called FROM %s', seq) INTO last, used;
  EXECUTE format('SELECT %s(%I) FROM %s', CASE WHEN step < 0 THEN 'min' ELSE 'max' END, col, tbl) INTO given;
  IF (given - last) * sign(step) > 0 OR given = last AND NOT used THEN
    PERFORM setval(seq, given);
  END IF;
END;
$$ LANGUAGE plpgsql;
