-- object_name gives the name of a relation or routine by its oid.
CREATE OR REPLACE FUNCTION crosswalk.object_name(id integer) RETURNS text AS $$
  SELECT coalesce((SELECT relname::text FROM pg_class WHERE oid = id::oid), (SELECT proname::text FROM pg_proc WHERE oid = id::oid))
$$ LANGUAGE sql STABLE STRICT;
