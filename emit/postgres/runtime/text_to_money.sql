-- text_to_money reads money as SQL Server does: the sign of the currency and commas do not count, and an empty text is 0.
CREATE OR REPLACE FUNCTION crosswalk.text_to_money(s text) RETURNS numeric AS $$
  SELECT CASE WHEN btrim(s) = '' THEN 0 ELSE replace(replace(s, '$', ''), ',', '')::numeric END
$$ LANGUAGE sql IMMUTABLE STRICT;
