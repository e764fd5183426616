-- objectproperty is SQL Server's OBJECTPROPERTY: 1 or 0, NULL where there is no such object.
CREATE OR REPLACE FUNCTION crosswalk.objectproperty(id integer, property text) RETURNS integer AS $$
  SELECT CASE lower(property)
    WHEN 'istable' THEN (o.type = 'U')::int WHEN 'isusertable' THEN (o.type = 'U')::int WHEN 'isview' THEN (o.type = 'V')::int WHEN 'isprocedure' THEN (o.type = 'P')::int
    WHEN 'isscalarfunction' THEN (o.type = 'FN')::int WHEN 'isinlinefunction' THEN (o.type = 'IF')::int WHEN 'istablefunction' THEN (o.type IN ('IF', 'TF'))::int WHEN 'istrigger' THEN (o.type = 'TR')::int
    WHEN 'isprimarykey' THEN (o.type = 'PK')::int WHEN 'isuniquecnst' THEN (o.type = 'UQ')::int WHEN 'isforeignkey' THEN (o.type = 'F')::int WHEN 'ischeckcnst' THEN (o.type = 'C')::int
    WHEN 'isconstraint' THEN (o.type IN ('PK', 'UQ', 'F', 'C'))::int WHEN 'ismsshipped' THEN 0 WHEN 'isexecuted' THEN (o.type IN ('P', 'FN', 'IF', 'TF', 'TR', 'V'))::int
    WHEN 'tablehasidentity' THEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid::int = id AND a.attidentity <> '')::int
    WHEN 'tablehasprimarykey' THEN EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid::int = id AND k.contype = 'p')::int
    WHEN 'tablehasforeignkey' THEN EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid::int = id AND k.contype = 'f')::int
    WHEN 'tablehasindex' THEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid::int = id)::int
    WHEN 'tablehasinserttrigger' THEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid::int = id AND NOT t.tgisinternal AND t.tgtype & 4 = 4)::int
    WHEN 'tablehasupdatetrigger' THEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid::int = id AND NOT t.tgisinternal AND t.tgtype & 16 = 16)::int
    WHEN 'tablehasdeletetrigger' THEN EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid::int = id AND NOT t.tgisinternal AND t.tgtype & 8 = 8)::int
    WHEN 'schemaid' THEN o.schema_id WHEN 'ownerid' THEN (SELECT s.principal_id FROM crosswalk.sys_schemas s WHERE s.schema_id = o.schema_id)
    WHEN 'isschemabound' THEN 0 WHEN 'isencrypted' THEN 0 WHEN 'execisquotedidenton' THEN 1 WHEN 'execisansinullson' THEN 1
  END
  FROM crosswalk.sys_objects o
  WHERE o.object_id = id
$$ LANGUAGE sql STABLE STRICT;
