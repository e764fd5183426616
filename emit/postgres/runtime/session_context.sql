-- session_context gives what set_session_context has kept for the session; NULL for nothing.
CREATE OR REPLACE FUNCTION crosswalk.session_context(key text) RETURNS text AS $$
  SELECT nullif(current_setting('crosswalk.ctx_' || regexp_replace(lower(key), '[^a-z0-9_]', '_', 'g'), true), '')
$$ LANGUAGE sql STABLE STRICT;
