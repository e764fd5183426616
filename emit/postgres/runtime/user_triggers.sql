-- USER_TRIGGERS: what the current schema has of ALL_TRIGGERS.
CREATE OR REPLACE VIEW crosswalk.user_triggers AS
SELECT * FROM crosswalk.all_triggers WHERE owner = upper(current_schema());
