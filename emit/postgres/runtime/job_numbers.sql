-- The numbers of the jobs of DBMS_JOB.
CREATE SEQUENCE IF NOT EXISTS crosswalk.job_numbers;
