-- What makes the views again that were put aside while a table of theirs is changed or made anew, see views_aside.
CREATE TABLE IF NOT EXISTS crosswalk.waiting_views (
  tbl text NOT NULL,
  place integer GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  ddl text[] NOT NULL
);
