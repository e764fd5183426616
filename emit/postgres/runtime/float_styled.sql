-- float_styled writes a float as CONVERT does with styles 1 to 3: so many digits, and an exponent of three.
CREATE OR REPLACE FUNCTION crosswalk.float_styled(x double precision, digits integer) RETURNS text AS $$
  SELECT regexp_replace(ltrim(to_char(x, '9.' || repeat('9', digits - 1) || 'EEEE')), '^(.*e[-+])([0-9][0-9])$', '\10\2')
$$ LANGUAGE sql IMMUTABLE STRICT;
