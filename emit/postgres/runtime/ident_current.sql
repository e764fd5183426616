-- ident_current gives the last value of the sequence behind a table's identity column.
CREATE OR REPLACE FUNCTION crosswalk.ident_current(tbl text) RETURNS bigint AS $$
  SELECT s.last_value
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = to_regclass(lower(replace(replace(tbl, '[', ''), ']', '')))
  JOIN pg_sequences s ON (quote_ident(s.schemaname) || '.' || quote_ident(s.sequencename)) = pg_get_serial_sequence(c.oid::regclass::text, a.attname)
  WHERE a.attrelid = c.oid AND a.attidentity <> ''
$$ LANGUAGE sql STABLE STRICT;
