-- USER_SEQUENCES: what the current schema has of ALL_SEQUENCES.
CREATE OR REPLACE VIEW crosswalk.user_sequences AS
SELECT * FROM crosswalk.all_sequences WHERE owner = upper(current_schema());
