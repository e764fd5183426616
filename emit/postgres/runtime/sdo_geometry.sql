-- SDO_GEOMETRY, part by part: what Oracle's type holds, for those who read or move it. PostGIS has its own type.
CREATE TYPE crosswalk.sdo_geometry AS (
  sdo_gtype numeric,
  sdo_srid numeric,
  sdo_point crosswalk.sdo_point_type,
  sdo_elem_info numeric[],
  sdo_ordinates numeric[]
);
