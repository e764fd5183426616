-- USER_OBJECTS: what the current schema has of ALL_OBJECTS.
CREATE OR REPLACE VIEW crosswalk.user_objects AS
SELECT * FROM crosswalk.all_objects WHERE owner = upper(current_schema());
