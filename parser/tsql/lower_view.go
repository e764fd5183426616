package tsql

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// view lowers CREATE VIEW and ALTER VIEW.
func (l *lowerer) view(m *syntax.ModuleContext) ir.Object {
	ctx := m.ViewDef()
	v := &ir.View{CheckOption: ctx.WITH_CHECK_OPTION() != nil}
	v.Name, v.Sp, v.Replace = l.qname(ctx.Name()), l.span(m), replaces(m)
	l.own(v)
	for _, t := range ctx.AllIDENT() {
		v.Cols = append(v.Cols, ident(t))
	}
	v.Query = l.query(ctx.Query())
	return v
}

// replaces tells CREATE OR ALTER and ALTER.
func replaces(m *syntax.ModuleContext) bool { return m.ALTER_MODULE() != nil || m.ALTER() != nil }

// hasOption tells whether a module has an option, by its word in upper case.
func hasOption(ctx syntax.IModuleOptionsContext, word string) bool {
	if ctx == nil {
		return false
	}
	for _, o := range ctx.AllModuleOption() {
		for _, w := range o.AllModuleWord() {
			if strings.EqualFold(w.GetText(), word) {
				return true
			}
		}
	}
	return false
}
