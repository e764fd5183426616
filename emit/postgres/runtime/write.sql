-- write is .WRITE(expression, offset, length) of a column in UPDATE ("UPDATE (Transact-SQL)"): the value takes the place of length characters or
-- bytes behind offset; of all that follow where length is NULL; it goes to the end where offset is NULL; where it is NULL itself, the column ends at
-- offset.
CREATE OR REPLACE FUNCTION crosswalk.write(old anycompatible, val anycompatible, at bigint, n bigint) RETURNS anycompatible AS $$
BEGIN
  IF old IS NULL OR at < 0 OR n < 0 OR at > length(old) THEN
    RAISE EXCEPTION 'The offset or length of WRITE is not valid, or the column is NULL.' USING ERRCODE = '22023';
  ELSIF at IS NULL THEN
    RETURN old || coalesce(val, '');
  END IF;
  RETURN substr(old, 1, at::int) || CASE WHEN val IS NULL THEN '' WHEN n IS NULL THEN val ELSE val || substr(old, least(at + n, length(old))::int + 1) END;
END;
$$ LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE;
