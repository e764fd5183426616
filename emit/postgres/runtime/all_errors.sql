-- ALL_ERRORS: PostgreSQL keeps no invalid objects; no rows.
CREATE OR REPLACE VIEW crosswalk.all_errors AS
SELECT NULL::text AS owner, NULL::text AS name, NULL::text AS type, NULL::int AS sequence, NULL::int AS line, NULL::int AS position, NULL::text AS text, NULL::text AS attribute
WHERE false;
