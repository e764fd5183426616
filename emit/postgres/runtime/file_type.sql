-- UTL_FILE.FILE_TYPE: an open file.
CREATE TYPE crosswalk.file_type AS (id integer, datatype integer, byte_mode boolean);
