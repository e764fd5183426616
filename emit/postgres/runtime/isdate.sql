-- isdate is SQL Server's ISDATE: 1 for a text that is a datetime, a year, a month of a year or a time of day alone too; not for what only
-- datetime2 or datetimeoffset hold, nor for a year before 1753 or a word that PostgreSQL takes for a date.
CREATE OR REPLACE FUNCTION crosswalk.isdate(s text) RETURNS integer AS $$
DECLARE
  t text := btrim(regexp_replace(s, '(:\d{1,2}:\d{1,2}):(\d{1,3})\s*$', '\1.\2')); -- thousandths behind a colon
  d timestamp;
BEGIN
  IF t IS NULL OR t !~ '\d' OR t ~ ':\d{1,2}\.\d{4,}' OR t ~ '\d [+-]\d' OR t ~ ':\d{1,2}(\.\d+)?[+-]\d'
    OR regexp_replace(t, '(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(t|tember)?|oct(ober)?|nov(ember)?|dec(ember)?|[ap]m|\dT\d|\dZ$)', '', 'gi') ~ '[[:alpha:]]' THEN
    RETURN 0;
  ELSIF t ~ '^\d{4}$' THEN
    t := t || '-01-01';
  ELSIF t ~* '^\d{1,2}(:\d{1,2}(:\d{1,2}(\.\d{1,3})?)?\s*([ap]m)?|\s*[ap]m)$' THEN
    t := '1900-01-01 ' || regexp_replace(t, '^(\d{1,2})\s*([ap]m)$', '\1:00 \2', 'i');
  ELSIF t ~* '^[a-z]+,?\s+\d{4}$' THEN
    t := '1 ' || t;
  END IF;
  d := t::timestamp;
  RETURN CASE WHEN extract(year FROM d) BETWEEN 1753 AND 9999 THEN 1 ELSE 0 END;
EXCEPTION WHEN data_exception THEN
  RETURN 0;
END;
$$ LANGUAGE plpgsql STABLE;
