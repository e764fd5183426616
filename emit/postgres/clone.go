package postgres

import (
	"reflect"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// cloneExpr copies an expression with all nodes below it, since a pass that needs a condition twice must be able to
// rewrite each by itself. Symbols, types and declarations are shared.
func cloneExpr(e ir.Expr) ir.Expr {
	if e == nil {
		return nil
	}
	return deepCopy(reflect.ValueOf(&e).Elem()).Interface().(ir.Expr)
}

func cloneTables(list []ir.TableExpr) []ir.TableExpr {
	if list == nil {
		return nil
	}
	return deepCopy(reflect.ValueOf(list)).Interface().([]ir.TableExpr)
}

// shared are the types of which only the pointer is copied.
var shared = map[reflect.Type]bool{
	reflect.TypeOf((*ir.Symbol)(nil)): true, reflect.TypeOf((*ir.Type)(nil)): true, reflect.TypeOf((*ir.Field)(nil)): true,
	reflect.TypeOf((*diag.File)(nil)): true, reflect.TypeOf((*ir.Sequence)(nil)): true, reflect.TypeOf((*ir.CTE)(nil)): true,
}

var objectType = reflect.TypeOf((*ir.Object)(nil)).Elem()

func deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() || v.Type() == objectType {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(deepCopy(v.Elem()))
		return out
	case reflect.Pointer:
		if v.IsNil() || shared[v.Type()] {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(deepCopy(v.Elem()))
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := 0; i < v.Len(); i++ {
			out.Index(i).Set(deepCopy(v.Index(i)))
		}
		return out
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := 0; i < v.NumField(); i++ {
			if out.Field(i).CanSet() && deep(v.Field(i).Kind()) {
				out.Field(i).Set(deepCopy(v.Field(i)))
			}
		}
		return out
	}
	return v
}

func deep(k reflect.Kind) bool {
	return k == reflect.Interface || k == reflect.Pointer || k == reflect.Slice || k == reflect.Struct
}
