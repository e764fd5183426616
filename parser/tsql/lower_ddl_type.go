package tsql

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// columnDatatype lowers the type of a column. sysname is NOT NULL unless the column says otherwise.
func (l *lowerer) columnDatatype(ctx syntax.IDatatypeContext) *ir.Type {
	t := l.datatype(ctx)
	t.Spelled = typeSpelling(t.Sp.Text())
	t.NotNull = t.Kind == ir.TVarChar && strings.EqualFold(t.Spelled, "sysname")
	return t
}

// typeSpelling is a type as written, without brackets and superfluous blanks.
func typeSpelling(s string) string {
	s = strings.NewReplacer("[", "", "]", "").Replace(strings.Join(strings.Fields(s), " "))
	return strings.NewReplacer(" (", "(", "( ", "(", " )", ")").Replace(s)
}

// addType lowers sp_addtype name, 'type', 'null'.
func (l *lowerer) addType(c *systemCall) []ir.Object {
	text := c.arg("@PHYSTYPE", 1)
	name, args, _ := strings.Cut(text, "(")
	t := &ir.TypeObject{Alias: true, Type: &ir.Type{Kind: ir.TNamed, Name: l.dotted(name, c)}}
	if own, ok := types[strings.ToUpper(strings.TrimSpace(name))]; ok {
		t.Type = &own
		textArgs(t.Type, strings.TrimRight(strings.TrimSpace(args), ")"))
	}
	t.Name = l.dotted(c.arg("@TYPENAME", 0), c)
	t.Type.Spelled, t.Type.Sp = text, l.span(c.ctx)
	null := strings.ReplaceAll(strings.ToUpper(c.arg("@NULLTYPE", 2)), " ", "")
	t.Type.NotNull = null == "NOTNULL" || null == "NONULL"
	return one(t)
}

// textArgs applies the arguments of a type that stands in a text.
func textArgs(t *ir.Type, args string) {
	if strings.EqualFold(strings.TrimSpace(args), "max") {
		makeMax(t)
		return
	}
	var n []int
	for _, a := range strings.Split(args, ",") {
		if v, err := strconv.Atoi(strings.TrimSpace(a)); err == nil {
			n = append(n, v)
		}
	}
	if len(n) > 0 {
		typeNumbers(t, n)
	}
}
