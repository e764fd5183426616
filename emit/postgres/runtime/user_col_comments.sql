-- USER_COL_COMMENTS: what the current schema has of ALL_COL_COMMENTS.
CREATE OR REPLACE VIEW crosswalk.user_col_comments AS
SELECT * FROM crosswalk.all_col_comments WHERE owner = upper(current_schema());
