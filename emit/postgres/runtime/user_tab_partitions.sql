-- USER_TAB_PARTITIONS: what the current schema has of ALL_TAB_PARTITIONS.
CREATE OR REPLACE VIEW crosswalk.user_tab_partitions AS
SELECT * FROM crosswalk.all_tab_partitions WHERE table_owner = upper(current_schema());
