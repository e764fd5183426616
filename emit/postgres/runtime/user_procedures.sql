-- USER_PROCEDURES: what the current schema has of ALL_PROCEDURES.
CREATE OR REPLACE VIEW crosswalk.user_procedures AS
SELECT * FROM crosswalk.all_procedures WHERE owner = upper(current_schema());
