-- SDO_POINT_TYPE: a point of a geometry.
CREATE TYPE crosswalk.sdo_point_type AS (x numeric, y numeric, z numeric);
