-- rowversion: the number of changes of all rows with such a column.
CREATE SEQUENCE IF NOT EXISTS crosswalk.rowversion MINVALUE 1;
