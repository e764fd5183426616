-- WITH READ ONLY: a trigger of the view that refuses every change.
CREATE OR REPLACE FUNCTION crosswalk.read_only_view() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'cannot perform a DML operation on a read-only view'
    USING ERRCODE = 'object_not_in_prerequisite_state', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
END
$$;
