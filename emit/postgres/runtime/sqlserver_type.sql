-- sqlserver_type names SQL Server's type for one of PostgreSQL's, as the conversion of types goes ("Data types", Transact-SQL reference).
-- nvarchar, money and tinyint do not come back: they have become varchar, numeric and smallint.
CREATE OR REPLACE FUNCTION crosswalk.sqlserver_type(typ oid, typmod integer) RETURNS varchar AS $$
  SELECT CASE typ
    WHEN 'bool'::regtype THEN 'bit' WHEN 'int2'::regtype THEN 'smallint' WHEN 'int4'::regtype THEN 'int' WHEN 'int8'::regtype THEN 'bigint'
    WHEN 'numeric'::regtype THEN 'decimal' WHEN 'float4'::regtype THEN 'real' WHEN 'float8'::regtype THEN 'float'
    WHEN 'timestamp'::regtype THEN CASE typmod WHEN 3 THEN 'datetime' WHEN 0 THEN 'smalldatetime' ELSE 'datetime2' END
    WHEN 'timestamptz'::regtype THEN 'datetimeoffset' WHEN 'date'::regtype THEN 'date' WHEN 'time'::regtype THEN 'time'
    WHEN 'uuid'::regtype THEN 'uniqueidentifier' WHEN 'bytea'::regtype THEN 'varbinary' WHEN 'xml'::regtype THEN 'xml'
    WHEN 'bpchar'::regtype THEN 'char' WHEN 'varchar'::regtype THEN 'varchar' WHEN 'text'::regtype THEN 'varchar' WHEN 'name'::regtype THEN 'sysname'
    ELSE (SELECT CASE typname WHEN 'citext' THEN 'varchar' ELSE typname END FROM pg_type WHERE oid = typ)
  END::varchar
$$ LANGUAGE sql STABLE;
