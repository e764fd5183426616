-- object_name gives the name of an object by its oid.
CREATE OR REPLACE FUNCTION crosswalk.object_name(id integer) RETURNS varchar AS $$
  SELECT coalesce((SELECT relname FROM pg_class WHERE oid::int = id), (SELECT proname FROM pg_proc WHERE oid::int = id),
    (SELECT conname FROM pg_constraint WHERE oid::int = id), (SELECT tgname FROM pg_trigger WHERE oid::int = id))::varchar
$$ LANGUAGE sql STABLE STRICT;
