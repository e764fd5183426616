-- ALL_SYNONYMS: PostgreSQL has none; no rows.
CREATE OR REPLACE VIEW crosswalk.all_synonyms AS
SELECT NULL::text AS owner, NULL::text AS synonym_name, NULL::text AS table_owner, NULL::text AS table_name, NULL::text AS db_link WHERE false;
