-- eventdata gives the document that EVENTDATA() gives in a trigger on DDL ("EVENTDATA", Transact-SQL reference) for the command that fires an event
-- trigger, or NULL where the command is none of kinds: names of events (CREATE_TABLE), NULL for all.
CREATE OR REPLACE FUNCTION crosswalk.eventdata(event text, tag text, kinds text[]) RETURNS xml AS $$
DECLARE
  kind text := replace(tag, ' ', '_');
  what record;
BEGIN
  IF kinds IS NOT NULL AND kind <> ALL (kinds) THEN
    RETURN NULL;
  END IF;
  IF event = 'sql_drop' THEN
    SELECT d.schema_name AS nsp, d.object_name AS name, d.object_type AS typ INTO what
    FROM pg_event_trigger_dropped_objects() AS d WHERE d.original LIMIT 1;
  ELSIF tag LIKE 'DROP %' THEN
    RETURN NULL; -- told by sql_drop
  ELSE
    SELECT c.schema_name AS nsp, (SELECT a.object_names[cardinality(a.object_names)] FROM pg_identify_object_as_address(c.classid, c.objid, 0) AS a WHERE c.objid <> 0) AS name,
      c.object_type AS typ INTO what
    FROM pg_event_trigger_ddl_commands() AS c WHERE c.command_tag = tag LIMIT 1;
  END IF;
  IF NOT FOUND OR what.nsp = 'pg_temp' THEN
    RETURN NULL; -- SQL Server's do not fire for temporary tables
  END IF;
  RETURN xmlelement(name "EVENT_INSTANCE", xmlforest(kind AS "EventType", to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.MS') AS "PostTime",
    pg_backend_pid() AS "SPID", inet_server_addr() AS "ServerName", session_user AS "LoginName", current_user AS "UserName", current_database() AS "DatabaseName",
    coalesce(what.nsp, CASE WHEN what.typ = 'schema' THEN what.name END) AS "SchemaName", regexp_replace(what.name, '\(.*$', '') AS "ObjectName", upper(what.typ) AS "ObjectType",
    xmlforest(current_query() AS "CommandText") AS "TSQLCommand"));
END;
$$ LANGUAGE plpgsql;
