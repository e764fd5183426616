-- USER_ERRORS: what the current schema has of ALL_ERRORS.
CREATE OR REPLACE VIEW crosswalk.user_errors AS
SELECT * FROM crosswalk.all_errors WHERE owner = upper(current_schema());
