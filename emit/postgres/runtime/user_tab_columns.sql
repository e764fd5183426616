-- USER_TAB_COLUMNS: what the current schema has of ALL_TAB_COLUMNS.
CREATE OR REPLACE VIEW crosswalk.user_tab_columns AS
SELECT * FROM crosswalk.all_tab_columns WHERE owner = upper(current_schema());
