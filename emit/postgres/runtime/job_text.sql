-- What a job executes: its action or its program's, with the arguments.
CREATE OR REPLACE FUNCTION crosswalk.job_text(j crosswalk.jobs) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  body text := j.action_sql;
  n integer := j.number_of_arguments;
  kind text := j.job_type;
  given jsonb := j.arguments;
  p crosswalk.job_programs;
BEGIN
  IF j.program_name IS NOT NULL THEN
    SELECT * INTO p FROM crosswalk.job_programs AS x
    WHERE x.program_name = crosswalk.job_key(j.program_name) AND x.owner = CASE WHEN j.program_name LIKE '%.%' THEN crosswalk.job_owner(j.program_name) ELSE j.owner END;
    IF NOT FOUND THEN
      PERFORM crosswalk.job_unknown(j.program_name);
    END IF;
    body := p.action_sql;
    n := p.number_of_arguments;
    kind := p.program_type;
    given := p.arguments || j.arguments;
  END IF;
  IF kind = 'STORED_PROCEDURE' AND n > 0 THEN
    body := body || '(' || (SELECT string_agg(quote_nullable(given ->> i::text), ', ' ORDER BY i) FROM generate_series(1, n) AS i) || ')';
  END IF;
  RETURN body;
END
$$;
