-- USER_CONS_COLUMNS: what the current schema has of ALL_CONS_COLUMNS.
CREATE OR REPLACE VIEW crosswalk.user_cons_columns AS
SELECT * FROM crosswalk.all_cons_columns WHERE owner = upper(current_schema());
