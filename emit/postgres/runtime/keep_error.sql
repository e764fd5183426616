-- Keeps the error of a handler for the routines that it calls, until the transaction ends.
CREATE OR REPLACE FUNCTION crosswalk.keep_error(code integer, message text, stack text) RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM set_config('crosswalk.error_code', code::text, true), set_config('crosswalk.error_message', message, true),
    set_config('crosswalk.error_stack', stack, true);
END
$$;
