package resolve

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// JSON_ELEMENT_T and its subtypes (PL/SQL Packages and Types Reference, JSON Data Structures): their methods are calls of built-in
// functions whose first argument is the object.

var (
	tJSONObject  = spelled(&ir.Type{Kind: ir.TJSONTree}, "JSON_OBJECT_T")
	tJSONArray   = spelled(&ir.Type{Kind: ir.TJSONTree}, "JSON_ARRAY_T")
	tJSONElement = spelled(&ir.Type{Kind: ir.TJSONTree}, "JSON_ELEMENT_T")
	tJSONKeys    = &ir.Type{Kind: ir.TCollection, Coll: ir.CollVArray, Elem: vc(4000)}
)

// treeMethods are the methods with their results, nil for procedures.
var treeMethods = map[string]*ir.Type{
	"GET": tJSONElement, "GET_OBJECT": tJSONObject, "GET_ARRAY": tJSONArray, "GET_STRING": tVarChar, "GET_CLOB": tText, "GET_NUMBER": tNumber,
	"GET_BOOLEAN": tBool, "GET_DATE": tDate, "GET_TIMESTAMP": tTimestamp, "GET_SIZE": tSmall, "GET_KEYS": tJSONKeys, "GET_TYPE": tVarChar,
	"HAS": tBool, "IS_OBJECT": tBool, "IS_ARRAY": tBool, "IS_SCALAR": tBool, "IS_STRING": tBool, "IS_NUMBER": tBool, "IS_BOOLEAN": tBool,
	"IS_TRUE": tBool, "IS_FALSE": tBool, "IS_NULL": tBool, "TO_STRING": tVarChar, "STRINGIFY": tVarChar, "TO_CLOB": tText, "TO_NUMBER": tNumber,
	"TO_BOOLEAN": tBool, "TO_DATE": tDate, "TO_TIMESTAMP": tTimestamp, "CLONE": tJSONElement,
	"PUT": nil, "PUT_NULL": nil, "APPEND": nil, "APPEND_NULL": nil, "REMOVE": nil, "RENAME_KEY": nil,
}

// treeMethod makes the call that a method of such an object is; nil where the method has no counterpart.
func (j *job) treeMethod(x ir.Expr, name ir.Name, args []ir.Arg) ir.Expr {
	result, known := treeMethods[name.Key]
	if !known || name.Key == "TO_CLOB" && len(args) > 0 {
		return nil
	}
	c := &ir.Call{Fn: "json_t." + strings.ToLower(name.Key), Args: append([]ir.Arg{{Value: x}}, args...)}
	c.Sp = x.Span()
	switch {
	case result == nil:
		result = tUnknown
		j.assignedTo(x)
	case name.Key == "CLONE":
		result = typeOf(x)
	}
	c.SetType(result)
	return c
}
