-- What the command that fires an event trigger did, in the terms of Oracle's event attribute functions.
CREATE OR REPLACE FUNCTION crosswalk.ddl_objects(event text, tag text, OUT sysevent text, OUT object_type text, OUT object_name text,
  OUT object_owner text) RETURNS SETOF record
LANGUAGE plpgsql
AS $$
BEGIN
  IF event = 'sql_drop' THEN
    RETURN QUERY
    SELECT 'DROP'::text, upper(d.object_type), CASE WHEN n.name = lower(n.name) THEN upper(n.name) ELSE n.name END, upper(d.schema_name)
    FROM pg_event_trigger_dropped_objects() AS d,
      LATERAL (SELECT regexp_replace(d.address_names[cardinality(d.address_names)], '^.*\.', '') AS name) AS n
    WHERE d.original AND tag LIKE 'DROP %';
  ELSIF tag NOT LIKE 'DROP %' THEN
    RETURN QUERY
    SELECT DISTINCT CASE split_part(tag, ' ', 1) WHEN 'SELECT' THEN 'CREATE' ELSE split_part(tag, ' ', 1) END,
      upper(regexp_replace(c.object_type, ' column$', '')), CASE WHEN n.name = lower(n.name) THEN upper(n.name) ELSE n.name END, upper(c.schema_name)
    FROM pg_event_trigger_ddl_commands() AS c,
      LATERAL (SELECT regexp_replace((
        SELECT a.object_names[cardinality(a.object_names)]
        FROM pg_identify_object_as_address(c.classid, c.objid, 0) AS a
        WHERE c.objid <> 0), '^.*\.', '') AS name) AS n
    WHERE c.command_tag = tag;
  END IF;
END;
$$;
