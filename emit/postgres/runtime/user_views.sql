-- USER_VIEWS: what the current schema has of ALL_VIEWS.
CREATE OR REPLACE VIEW crosswalk.user_views AS
SELECT * FROM crosswalk.all_views WHERE owner = upper(current_schema());
