-- views_again makes the views again that views_aside has put aside for a table. One that the table does not fit as it is now waits for the
-- next time: in SQL Server it would be there, and fail when it is read.
CREATE OR REPLACE FUNCTION crosswalk.views_again(tbl text) RETURNS void AS $$
DECLARE
  v record;
  statement text;
BEGIN
  FOR v IN SELECT w.place, w.name, w.ddl FROM crosswalk.waiting_views w WHERE w.tbl = views_again.tbl ORDER BY w.place LOOP
    BEGIN
      FOREACH statement IN ARRAY v.ddl LOOP
        EXECUTE statement;
      END LOOP;
      DELETE FROM crosswalk.waiting_views WHERE place = v.place;
    EXCEPTION
      WHEN undefined_column OR undefined_table OR undefined_function OR datatype_mismatch OR undefined_object THEN
        RAISE WARNING 'the view % is not made again: %', v.name, SQLERRM;
    END;
  END LOOP;
END;
$$ LANGUAGE plpgsql SET search_path = pg_catalog;
