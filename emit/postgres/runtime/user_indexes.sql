-- USER_INDEXES: what the current schema has of ALL_INDEXES.
CREATE OR REPLACE VIEW crosswalk.user_indexes AS
SELECT * FROM crosswalk.all_indexes WHERE owner = upper(current_schema());
