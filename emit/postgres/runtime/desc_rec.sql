-- DBMS_SQL.DESC_REC, DESC_REC2 and DESC_REC3: a column of a query.
CREATE TYPE crosswalk.desc_rec AS (
  col_type integer, col_max_len integer, col_name text, col_name_len integer, col_schema_name text, col_schema_name_len integer,
  col_precision integer, col_scale integer, col_charsetid integer, col_charsetform integer, col_null_ok boolean, col_type_name text,
  col_type_name_len integer);
