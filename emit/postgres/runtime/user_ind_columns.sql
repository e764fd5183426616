-- USER_IND_COLUMNS: what the current schema has of ALL_IND_COLUMNS.
CREATE OR REPLACE VIEW crosswalk.user_ind_columns AS
SELECT * FROM crosswalk.all_ind_columns WHERE index_owner = upper(current_schema());
