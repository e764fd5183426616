-- object_schema_name gives the schema of an object by its oid.
CREATE OR REPLACE FUNCTION crosswalk.object_schema_name(id integer) RETURNS varchar AS $$
  SELECT coalesce((SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid::int = id), (SELECT n.nspname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid::int = id),
    (SELECT n.nspname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.oid::int = id))::varchar
$$ LANGUAGE sql STABLE STRICT;
