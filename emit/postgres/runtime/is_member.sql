-- is_member is SQL Server's IS_MEMBER: 1 for a member of the role, NULL where there is no such role.
CREATE OR REPLACE FUNCTION crosswalk.is_member(role text) RETURNS integer AS $$
  SELECT pg_has_role(current_user, oid, 'MEMBER')::int FROM pg_roles WHERE rolname = lower(role)
$$ LANGUAGE sql STABLE STRICT;
