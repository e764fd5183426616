-- USER_CONSTRAINTS: what the current schema has of ALL_CONSTRAINTS.
CREATE OR REPLACE VIEW crosswalk.user_constraints AS
SELECT * FROM crosswalk.all_constraints WHERE owner = upper(current_schema());
