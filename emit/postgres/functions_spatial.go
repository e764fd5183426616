package postgres

// spatialFunctions are the constructors of SDO_GEOMETRY and its parts; see runtime/sdo_geometry.sql.
var spatialFunctions = rows{
	"sdo_geometry":        {{n: 5, pg: "ROW({1}, {2}, {3}, {4}, {5})::{@sdo_geometry}", prec: precCast, c: cOther}},
	"sdo_point_type":      {{n: 3, pg: "ROW({1}, {2}, {3})::{@sdo_point_type}", prec: precCast, c: cOther}},
	"sdo_elem_info_array": {{n: -1, pg: "ARRAY[{*}]::numeric[]", prec: precCast, c: cOther}},
	"sdo_ordinate_array":  {{n: -1, pg: "ARRAY[{*}]::numeric[]", prec: precCast, c: cOther}},
}
