-- USER_TAB_COMMENTS: what the current schema has of ALL_TAB_COMMENTS.
CREATE OR REPLACE VIEW crosswalk.user_tab_comments AS
SELECT * FROM crosswalk.all_tab_comments WHERE owner = upper(current_schema());
