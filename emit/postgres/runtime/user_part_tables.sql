-- USER_PART_TABLES: what the current schema has of ALL_PART_TABLES.
CREATE OR REPLACE VIEW crosswalk.user_part_tables AS
SELECT * FROM crosswalk.all_part_tables WHERE owner = upper(current_schema());
