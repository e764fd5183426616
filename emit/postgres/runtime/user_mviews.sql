-- USER_MVIEWS: what the current schema has of ALL_MVIEWS.
CREATE OR REPLACE VIEW crosswalk.user_mviews AS
SELECT * FROM crosswalk.all_mviews WHERE owner = upper(current_schema());
