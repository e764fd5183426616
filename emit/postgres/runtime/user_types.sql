-- USER_TYPES: what the current schema has of ALL_TYPES.
CREATE OR REPLACE VIEW crosswalk.user_types AS
SELECT * FROM crosswalk.all_types WHERE owner = upper(current_schema());
