-- reseed makes a number the last one of a table's identity, as DBCC CHECKIDENT … RESEED does: the next row has the number behind it, or
-- that number itself where no row has had one since the table was made or truncated.
CREATE OR REPLACE FUNCTION crosswalk.reseed(tbl regclass, col text, value bigint) RETURNS void AS $$
DECLARE
  seq regclass := pg_get_serial_sequence(tbl::text, col);
  used boolean;
BEGIN
  IF value < (SELECT seqmin FROM pg_sequence WHERE seqrelid = seq) THEN
    EXECUTE format('ALTER SEQUENCE %s MINVALUE %s', seq, value);
  END IF;
  EXECUTE format('SELECT is_called FROM %s', seq) INTO used;
  PERFORM setval(seq, value, used);
END;
$$ LANGUAGE plpgsql;
