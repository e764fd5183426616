package mapping

import "strings"

// isNaming tells the actions that give a new name.
func isNaming(a Action) bool {
	switch a {
	case Rename, ConvertLowercase, ConvertUppercase, AddPrefix, RemovePrefix, ReplacePrefix, AddSuffix, RemoveSuffix, ReplaceSuffix:
		return true
	}
	return false
}

// newName applies a naming action. The case of letters is changed for all of Unicode, as the target's own DDL was
// written with.
func (t *Transformation) newName(old string, v nameVars) (string, error) {
	switch t.Action {
	case Rename:
		if t.Expression != "" {
			return evalName(t.Expression, v)
		}
		return t.Value, nil
	case ConvertLowercase:
		return strings.ToLower(old), nil
	case ConvertUppercase:
		return strings.ToUpper(old), nil
	case AddPrefix:
		return t.Value + old, nil
	case AddSuffix:
		return old + t.Value, nil
	case RemovePrefix:
		return strings.TrimPrefix(old, t.Value), nil
	case RemoveSuffix:
		return strings.TrimSuffix(old, t.Value), nil
	case ReplacePrefix:
		if rest, ok := strings.CutPrefix(old, t.OldValue); ok {
			return t.Value + rest, nil
		}
	case ReplaceSuffix:
		if rest, ok := strings.CutSuffix(old, t.OldValue); ok {
			return rest + t.Value, nil
		}
	}
	return old, nil
}

// nameVars are the metadata variables that an expression for a name can use.
type nameVars struct{ schema, table, column, dataType string }
