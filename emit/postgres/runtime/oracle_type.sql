-- The Oracle name of a PostgreSQL type, for the dictionary views.
CREATE OR REPLACE FUNCTION crosswalk.oracle_type(typ oid, typmod int) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN typ = 'timestamp'::regtype AND typmod = 0 THEN 'DATE'
    WHEN typ = 'timestamp'::regtype THEN 'TIMESTAMP(' || CASE WHEN typmod < 0 THEN 6 ELSE typmod END || ')'
    WHEN typ = 'timestamptz'::regtype THEN 'TIMESTAMP(' || CASE WHEN typmod < 0 THEN 6 ELSE typmod END || ') WITH TIME ZONE'
    WHEN typ IN ('numeric'::regtype, 'int2'::regtype, 'int4'::regtype, 'int8'::regtype) THEN 'NUMBER'
    WHEN typ = 'float8'::regtype THEN 'BINARY_DOUBLE'
    WHEN typ = 'float4'::regtype THEN 'BINARY_FLOAT'
    WHEN typ = 'varchar'::regtype THEN 'VARCHAR2'
    WHEN typ = 'bpchar'::regtype THEN 'CHAR'
    WHEN typ = 'text'::regtype THEN 'CLOB'
    WHEN typ = 'bytea'::regtype THEN 'BLOB'
    WHEN typ = 'date'::regtype THEN 'DATE'
    WHEN typ = 'bool'::regtype THEN 'BOOLEAN'
    WHEN typ = 'xml'::regtype THEN 'XMLTYPE'
    ELSE upper(format_type(typ, NULL))
  END
$$;
