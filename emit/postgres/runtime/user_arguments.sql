-- USER_ARGUMENTS: what the current schema has of ALL_ARGUMENTS.
CREATE OR REPLACE VIEW crosswalk.user_arguments AS
SELECT * FROM crosswalk.all_arguments WHERE owner = upper(current_schema());
