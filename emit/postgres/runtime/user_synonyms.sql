-- USER_SYNONYMS: PostgreSQL has none; no rows.
CREATE OR REPLACE VIEW crosswalk.user_synonyms AS
SELECT * FROM crosswalk.all_synonyms;
