-- USER_SOURCE: what the current schema has of ALL_SOURCE.
CREATE OR REPLACE VIEW crosswalk.user_source AS
SELECT * FROM crosswalk.all_source WHERE owner = upper(current_schema());
