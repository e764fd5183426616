-- Oracle's directory objects: the folders of the server whose files may be read and written by name.
CREATE TABLE IF NOT EXISTS crosswalk.directories (name text PRIMARY KEY, path text NOT NULL);
