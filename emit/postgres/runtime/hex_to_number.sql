-- TO_NUMBER(text, 'XX…'): reads hexadecimal digits, as many as there are.
CREATE OR REPLACE FUNCTION crosswalk.hex_to_number(s text) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
  SELECT sum((strpos('0123456789abcdef', c) - 1) * 16::numeric ^ (length(trim(s)) - i)::int)::numeric(65, 0)
  FROM unnest(string_to_array(lower(trim(s)), NULL)) WITH ORDINALITY AS t (c, i)
$$;
