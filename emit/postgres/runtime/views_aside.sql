-- views_aside drops the views that read a table, directly or through others, and keeps what makes them again: those of SQL Server's know
-- their tables by name, and stay when a table is dropped, changed or called otherwise.
CREATE OR REPLACE FUNCTION crosswalk.views_aside(tbl text) RETURNS void AS $$
DECLARE
  v record;
  names text[] := '{}';
BEGIN
  FOR v IN
    WITH RECURSIVE readers AS (
      SELECT r.ev_class AS view, 1 AS depth
      FROM pg_depend d
      JOIN pg_rewrite r ON r.oid = d.objid
      WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = to_regclass(tbl) AND r.ev_class <> d.refobjid
      UNION
      SELECT r.ev_class, p.depth + 1
      FROM readers p
      JOIN pg_depend d ON d.refobjid = p.view AND d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
      JOIN pg_rewrite r ON r.oid = d.objid AND r.ev_class <> p.view
    )
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name, c.relacl, c.relowner, max(p.depth) AS depth,
      coalesce(' WITH (' || array_to_string(c.reloptions, ', ') || ')', '') AS options
    FROM readers p
    JOIN pg_class c ON c.oid = p.view AND c.relkind = 'v'
    JOIN pg_namespace n ON n.oid = c.relnamespace
    GROUP BY c.oid, n.nspname
    ORDER BY depth, c.oid
  LOOP
    INSERT INTO crosswalk.waiting_views (tbl, name, ddl)
    SELECT views_aside.tbl, v.name, ARRAY['CREATE VIEW ' || v.name || v.options || ' AS ' || pg_get_viewdef(v.oid)]
      || ARRAY(SELECT format('ALTER VIEW %s OWNER TO %I', v.name, pg_get_userbyid(v.relowner)) WHERE pg_get_userbyid(v.relowner) <> current_user)
      || ARRAY(SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE t.tgrelid = v.oid AND NOT t.tgisinternal)
      || ARRAY(SELECT format('GRANT %s ON %s TO %s%s', a.privilege_type, v.name,
          CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
          CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(v.relacl) a WHERE a.grantee <> v.relowner)
      || ARRAY(SELECT format('COMMENT ON VIEW %s IS %L', v.name, description)
        FROM pg_description WHERE objoid = v.oid AND classoid = 'pg_class'::regclass AND objsubid = 0);
    names := v.name || names;
  END LOOP;
  FOR v IN SELECT unnest(names) AS name LOOP
    EXECUTE 'DROP VIEW ' || v.name;
  END LOOP;
END;
$$ LANGUAGE plpgsql SET search_path = pg_catalog;
