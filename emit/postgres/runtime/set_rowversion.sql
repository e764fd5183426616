-- A trigger that gives the rowversion column, named by its argument, a new value with every change.
CREATE OR REPLACE FUNCTION crosswalk.set_rowversion() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], int8send(nextval('crosswalk.rowversion'))));
END
$$;
