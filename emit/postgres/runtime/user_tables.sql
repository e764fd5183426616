-- USER_TABLES: what the current schema has of ALL_TABLES.
CREATE OR REPLACE VIEW crosswalk.user_tables AS
SELECT * FROM crosswalk.all_tables WHERE owner = upper(current_schema());
