-- DBMS_RANDOM.STRING: u and l letters, a both, x upper case and digits, p any printable character.
CREATE OR REPLACE FUNCTION crosswalk.random_string(opt text, len int) RETURNS text
LANGUAGE sql VOLATILE STRICT
AS $$
  SELECT string_agg(pg_catalog.substr(chars, floor(random() * length(chars))::int + 1, 1), '')
  FROM (SELECT CASE lower(opt)
      WHEN 'l' THEN 'abcdefghijklmnopqrstuvwxyz'
      WHEN 'a' THEN 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
      WHEN 'x' THEN 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
      WHEN 'p' THEN (SELECT string_agg(chr(i), '') FROM generate_series(32, 126) AS t (i))
      ELSE 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    END AS chars) AS a, generate_series(1, len)
$$;
