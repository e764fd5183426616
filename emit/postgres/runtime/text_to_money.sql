-- text_to_money reads an amount as SQL Server converts a text to money: a currency symbol and commas do not count, and an empty text is 0.
CREATE OR REPLACE FUNCTION crosswalk.text_to_money(s text) RETURNS numeric AS $$
  SELECT CASE WHEN btrim(s) = '' THEN 0 ELSE regexp_replace(s, '[$£¥€,]', '', 'g')::numeric END
$$ LANGUAGE sql IMMUTABLE STRICT;
