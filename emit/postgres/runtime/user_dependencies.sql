-- USER_DEPENDENCIES: what the current schema has of ALL_DEPENDENCIES.
CREATE OR REPLACE VIEW crosswalk.user_dependencies AS
SELECT * FROM crosswalk.all_dependencies WHERE owner = upper(current_schema());
