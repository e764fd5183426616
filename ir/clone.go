package ir

import (
	"reflect"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// Clone copies an expression, a query or a list of them with all nodes below, since a pass that needs a condition twice must
// be able to rewrite each by itself. Symbols, types and declarations are shared, but for the elements of WITH clauses that are
// copied with their query: a table reference inside of it names the copy.
func Clone[T any](n T) T {
	v := reflect.ValueOf(&n).Elem()
	if (v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice) && v.IsNil() {
		return n
	}
	return (&copier{}).deepCopy(v).Interface().(T)
}

type copier struct {
	ctes map[*CTE]*CTE // of the queries that are copied
}

// shared are the types of which only the pointer is copied.
var shared = map[reflect.Type]bool{
	reflect.TypeOf((*Symbol)(nil)): true, reflect.TypeOf((*Type)(nil)): true, reflect.TypeOf((*Field)(nil)): true,
	reflect.TypeOf((*diag.File)(nil)): true, reflect.TypeOf((*Sequence)(nil)): true,
}

var (
	objectType = reflect.TypeOf((*Object)(nil)).Elem()
	cteType    = reflect.TypeOf((*CTE)(nil))
	queryType  = reflect.TypeOf(Query{})
)

func (c *copier) deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() || v.Type() == objectType {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(c.deepCopy(v.Elem()))
		return out
	case reflect.Pointer:
		if v.IsNil() || shared[v.Type()] {
			return v
		}
		if v.Type() == cteType {
			if made := c.ctes[v.Interface().(*CTE)]; made != nil {
				return reflect.ValueOf(made)
			}
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(c.deepCopy(v.Elem()))
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := 0; i < v.Len(); i++ {
			out.Index(i).Set(c.deepCopy(v.Index(i)))
		}
		return out
	case reflect.Struct:
		if v.Type() == queryType {
			c.copyWith(v.FieldByName("With").Interface().([]*CTE))
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := 0; i < v.NumField(); i++ {
			if out.Field(i).CanSet() && deep(v.Field(i).Kind()) {
				out.Field(i).Set(c.deepCopy(v.Field(i)))
			}
		}
		return out
	}
	return v
}

// copyWith copies the elements of a WITH clause; each may name itself and the others.
func (c *copier) copyWith(list []*CTE) {
	for _, old := range list {
		if c.ctes == nil {
			c.ctes = map[*CTE]*CTE{}
		}
		c.ctes[old] = &CTE{}
	}
	for _, old := range list {
		*c.ctes[old] = c.deepCopy(reflect.ValueOf(*old)).Interface().(CTE)
	}
}

func deep(k reflect.Kind) bool {
	return k == reflect.Interface || k == reflect.Pointer || k == reflect.Slice || k == reflect.Struct
}
