package resolve_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/resolve"
	"github.com/crosswalk-db/crosswalk/parser/oracle"
	"github.com/crosswalk-db/crosswalk/parser/oracle/sqlplus"
)

var update = flag.Bool("update", false, "rewrite the expected sections")

// parse makes a schema of the *.sql sections of an archive.
func parse(files ...txtar.File) *ir.Schema {
	var list []*diag.File
	for _, f := range files {
		if strings.HasSuffix(f.Name, ".sql") {
			list = append(list, diag.NewFile(f.Name, string(f.Data)))
		}
	}
	units := sqlplus.Load(context.Background(), list, nil, sqlplus.Options{}).Units
	s := &ir.Schema{Source: ir.Oracle}
	for i := range units {
		s.Objects = append(s.Objects, parseOne(&units[i])...)
	}
	return s
}

// parseOne keeps a defect of the parser from hiding what this package does with the rest.
func parseOne(u *sqlplus.Unit) (objs []ir.Object) {
	defer func() {
		if r := recover(); r != nil {
			x := &ir.Unsupported{What: fmt.Sprint("panic: ", r)}
			x.Sp = u.Span()
			objs = []ir.Object{x}
			if os.Getenv("CROSSWALK_DROPPED") != "" {
				fmt.Println(x.What, u.File.Name)
			}
		}
	}()
	return oracle.Parse(u, oracle.Options{})
}

// TestResolve compares what names mean and which types expressions have with the section "want" of each archive.
func TestResolve(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	if len(paths) == 0 {
		t.Fatal("no cases")
	}
	for _, p := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(p), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(p)
			if err != nil {
				t.Fatal(err)
			}
			s := parse(a.Files...)
			resolve.Resolve(s, resolve.Options{})
			got := dump(s)
			for i := range a.Files {
				if a.Files[i].Name != "want" {
					continue
				}
				if *update {
					a.Files[i].Data = []byte(got)
					if err := os.WriteFile(p, txtar.Format(a), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				if want := string(a.Files[i].Data); got != want {
					t.Errorf("got:\n%s\nwant:\n%s", got, want)
				}
				return
			}
			t.Fatal("the archive has no section want")
		})
	}
}

// dump prints every object with its findings and the meaning of what is in it.
func dump(s *ir.Schema) string {
	var b strings.Builder
	for _, o := range s.Objects {
		base := o.Obj()
		name := base.Name.Key()
		if base.Parent != nil {
			name = base.Parent.Obj().Name.Key() + "." + name
		}
		fmt.Fprintf(&b, "%s %s%s", o.ObjKind(), name, base.Signature)
		if base.Dropped != "" {
			fmt.Fprintf(&b, " dropped: %s\n", base.Dropped)
			continue
		}
		b.WriteString(facts(o) + "\n")
		for _, f := range base.Findings.Items {
			if f.Code == diag.Crash {
				panic(f.String())
			}
			_, l, c := f.Span.Pos()
			fmt.Fprintf(&b, "  ! %d:%d %s %s\n", l, c, f.Code.ID, f.Message)
		}
		dumpNode(&b, o)
	}
	return b.String()
}

func facts(o ir.Object) string {
	var l []string
	switch o := o.(type) {
	case *ir.Routine:
		if o.Public {
			l = append(l, "public")
		}
		if o.Spec != nil {
			l = append(l, "spec")
		}
		for _, f := range []struct {
			name string
			on   bool
		}{{"reads", o.Reads}, {"writes", o.Writes}, {"tx", o.Tx}, {"state", o.State}} {
			if f.on {
				l = append(l, f.name)
			}
		}
		for _, p := range o.Params {
			w := p.Name.Key + " " + typeString(p.Type)
			if p.Inferred != nil {
				w += "=>" + typeString(p.Inferred)
			}
			if p.Assigned {
				w += " assigned"
			}
			l = append(l, "("+w+")")
		}
		if o.Returns != nil {
			w := "returns " + typeString(o.Returns)
			if o.Inferred != nil {
				w += "=>" + typeString(o.Inferred)
			}
			l = append(l, w)
		}
	case *ir.Table:
		for _, c := range o.Columns {
			l = append(l, "("+c.Name.Key+" "+typeString(c.Type)+")")
		}
		for _, c := range o.Constraints {
			l = append(l, "["+string(c.Kind)+" "+c.Name.Key+"]")
		}
	case *ir.View:
		l = append(l, columns(o.Query.Cols))
	}
	if len(l) == 0 {
		return ""
	}
	return " " + strings.Join(l, " ")
}

func columns(cols []*ir.Field) string {
	if cols == nil {
		return "{?}"
	}
	var l []string
	for _, c := range cols {
		l = append(l, c.Name.Key+" "+typeString(c.Type))
	}
	return "{" + strings.Join(l, ", ") + "}"
}

// dumpNode prints the names and operators below a node, in the order of the walk.
func dumpNode(b *strings.Builder, top ir.Node) {
	ir.Walk(top, func(n ir.Node) bool {
		if r, ok := n.(*ir.Routine); ok && n != top && r.Parent != nil {
			return false
		}
		if p, ok := n.(*ir.Package); ok && n == top {
			for _, list := range [][]ir.Decl{p.Spec, p.Body} {
				for _, d := range list {
					if _, ok := d.(*ir.RoutineDecl); !ok {
						dumpNode(b, d)
					}
				}
			}
			if p.Init != nil {
				dumpNode(b, p.Init)
			}
			return false
		}
		if line := describe(n); line != "" {
			_, l, c := n.Span().Pos()
			fmt.Fprintf(b, "  %d:%d %s\n", l, c, line)
		}
		return true
	})
}

var symKinds = map[ir.SymKind]string{ir.SymColumn: "column", ir.SymVar: "var", ir.SymParam: "param", ir.SymLoopVar: "loop var",
	ir.SymCursor: "cursor", ir.SymPackageVar: "package var", ir.SymRoutine: "routine", ir.SymException: "exception", ir.SymType: "type",
	ir.SymTable: "row of", ir.SymAlias: "alias", ir.SymAttr: "attribute", ir.SymSupplied: "supplied"}

func symbol(s *ir.Symbol) string {
	if s == nil {
		return "nothing"
	}
	w := symKinds[s.Kind]
	if !s.Table.IsZero() {
		w += " " + s.Table.Key
	}
	if s.Decl == nil && s.Kind == ir.SymColumn {
		w += " (no decl)"
	}
	if s.Owner != nil {
		w += " of " + s.Owner.Obj().Name.Key()
	}
	if r, ok := s.Decl.(*ir.Routine); ok {
		w += " " + r.Name.Key() + r.Signature
	}
	if s.Fields > 0 {
		w += fmt.Sprintf(" +%d", s.Fields)
	}
	if s.Depth > 0 {
		w += fmt.Sprintf(" out %d", s.Depth)
	}
	if s.Hides {
		w += " hides"
	}
	return w
}

func describe(n ir.Node) string {
	switch n := n.(type) {
	case *ir.Ref:
		return n.Name.Key() + ": " + symbol(n.Sym) + " " + typeString(n.Type())
	case *ir.Call:
		if n.Fn != "" {
			return n.Fn + "(): builtin " + typeString(n.Type())
		}
		return n.Name.Key() + "(): " + symbol(n.Sym) + " " + typeString(n.Type())
	case *ir.Index:
		return "index " + typeString(n.Type())
	case *ir.FieldSel:
		return "field " + n.Name.Key + " " + typeString(n.Type())
	case *ir.MethodCall:
		return "method " + n.Name.Key + " [" + n.Method + "] " + typeString(n.Type())
	case *ir.New:
		return "new " + typeString(n.Type())
	case *ir.Binary:
		return "binary " + typeString(n.Type())
	case *ir.Case:
		return "case " + typeString(n.Type())
	case *ir.Cast:
		if n.Implicit {
			return "implicit cast to " + typeString(n.To)
		}
		return "cast to " + typeString(n.To)
	case *ir.Pseudo:
		return "pseudo " + typeString(n.Type())
	case *ir.SeqValue:
		return fmt.Sprintf("sequence %s found=%v", n.Seq.Key(), n.Decl != nil)
	case *ir.Transition:
		return "transition " + n.Column.Key + " " + typeString(n.Type())
	case *ir.VarDecl:
		w := "declare " + n.Name.Key + " " + typeString(n.Type)
		if n.Assigned {
			w += " assigned"
		}
		return w
	case *ir.CursorDecl:
		return "cursor " + n.Name.Key + " " + columns(n.RowType.Fields)
	case *ir.TableRef:
		switch {
		case n.CTE != nil:
			return "from CTE " + n.Name.Key()
		case n.Decl != nil:
			return "from " + n.Decl.ObjKind() + " " + n.Decl.Obj().Name.Key()
		case n.Supplied:
			return "from supplied " + n.Name.Key()
		}
		return "from unknown " + n.Name.Key()
	case *ir.Raise:
		return "raise " + n.Name.Key() + " " + symbol(n.Sym)
	}
	return ""
}

var kinds = map[ir.Kind]string{ir.TUnknown: "?", ir.TNull: "NULL", ir.TBool: "BOOLEAN", ir.TInt: "INT", ir.TDecimal: "NUMBER", ir.TFloat: "FLOAT",
	ir.TChar: "CHAR", ir.TVarChar: "VARCHAR2", ir.TText: "CLOB", ir.TBytes: "RAW", ir.TBlob: "BLOB", ir.TDateTime: "DATE", ir.TTimestamp: "TIMESTAMP",
	ir.TTimestampTZ: "TIMESTAMPTZ", ir.TIntervalDS: "INTERVAL DS", ir.TIntervalYM: "INTERVAL YM", ir.TXML: "XML", ir.TJSON: "JSON", ir.TRowID: "ROWID",
	ir.TRefCursor: "REF CURSOR", ir.TCollection: "COLLECTION", ir.TRecord: "RECORD", ir.TRow: "ROW", ir.TNamed: "UNRESOLVED", ir.TAnchor: "UNRESOLVED"}

func typeString(t *ir.Type) string {
	if t == nil {
		return "<nil>"
	}
	b := t.Base()
	w := kinds[b.Kind]
	switch {
	case b.Kind == ir.TDecimal && b.Scale != 0:
		w += fmt.Sprintf("(%d,%d)", b.Prec, b.Scale)
	case b.Kind == ir.TDecimal && b.Prec > 0:
		w += fmt.Sprintf("(%d)", b.Prec)
	case b.Len > 0 && b.Kind != ir.TCollection:
		w += fmt.Sprintf("(%d)", b.Len)
	case b.Kind == ir.TCollection:
		w += " of " + typeString(b.Elem)
	}
	return w
}

// TestCodes checks that the example of each of this package's codes raises it.
func TestCodes(t *testing.T) {
	codes := []*diag.Code{diag.NotInSources, diag.NeedsMissing, diag.AlterWithoutTable, diag.AlterMisfit, diag.NoBody, diag.NoSpec,
		diag.NoColumn, diag.ImplicitToDate, diag.ImplicitFromDate}
	for _, c := range codes {
		s := parse(txtar.File{Name: "example.sql", Data: []byte(c.Example)})
		resolve.Resolve(s, resolve.Options{})
		raised := map[string]bool{}
		for _, o := range s.Objects {
			for _, f := range o.Obj().Findings.Items {
				raised[f.Code.ID] = true
			}
		}
		if !raised[c.ID] || len(raised) != 1 {
			t.Errorf("%s: its example raises %v", c.ID, raised)
		}
	}
}

// TestDeterministic resolves the same sources on one goroutine and on many.
func TestDeterministic(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, p := range paths {
		a, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		one, many := parse(a.Files...), parse(a.Files...)
		resolve.Resolve(one, resolve.Options{Workers: 1})
		resolve.Resolve(many, resolve.Options{Workers: 8})
		if dump(one) != dump(many) {
			t.Errorf("%s: the result depends on the number of goroutines", p)
		}
	}
}

// TestReal resolves the sources below the folders of CROSSWALK_REAL (colon separated) and prints what was not found:
// for development, with real repositories that are not part of this one.
func TestReal(t *testing.T) {
	dirs := os.Getenv("CROSSWALK_REAL")
	if dirs == "" {
		t.Skip("CROSSWALK_REAL is not set")
	}
	for _, dir := range strings.Split(dirs, ":") {
		var files []txtar.File
		lines := 0
		err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
			switch strings.ToLower(filepath.Ext(p)) {
			case ".sql", ".pks", ".pkb", ".pls", ".plb", ".prc", ".fnc", ".trg", ".tps", ".tpb", ".vw", ".typ", ".seq", ".tab", ".pkg":
			default:
				return err
			}
			b, err := os.ReadFile(p)
			lines += strings.Count(string(b), "\n")
			files = append(files, txtar.File{Name: p + ".sql", Data: []byte(strings.ToValidUTF8(string(b), "?"))})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s := parse(files...)
		start := time.Now()
		resolve.Resolve(s, resolve.Options{})
		took := time.Since(start)
		report(t, s, fmt.Sprintf("%s: %d files, %d lines, %d objects, resolved in %v", dir, len(files), lines, len(s.Objects), took))
	}
}

// report prints how much was resolved, and the findings of this package.
func report(t *testing.T, s *ir.Schema, head string) {
	refs, unknownRefs, exprs, untyped := 0, 0, 0, 0
	codes := map[string]int{}
	var b strings.Builder
	for _, o := range s.Objects {
		for _, f := range o.Obj().Findings.Items {
			if f.Code == diag.Crash {
				t.Error(f)
			}
			if f.Code.ID >= "CW17" && f.Code.ID < "CW18" || f.Code.ID == "CW1250" || f.Code.ID == "CW1251" {
				codes[f.Code.ID]++
				fmt.Fprintf(&b, "%s\n", f)
			}
		}
		if o.Obj().Parent != nil || o.Obj().Dropped != "" {
			continue
		}
		ir.Walk(o, func(n ir.Node) bool {
			if r, ok := n.(*ir.Ref); ok {
				refs++
				if r.Sym == nil {
					unknownRefs++
				}
			}
			if e, ok := n.(ir.Expr); ok {
				exprs++
				if e.Type() == nil {
					t.Errorf("%T %q has no type", e, e.Span().Text())
				} else if e.Type().Is(ir.TUnknown, ir.TNamed, ir.TAnchor) {
					untyped++
					fmt.Fprintf(&b, "untyped %s %T %.60q\n", place(e), e, e.Span().Text())
				}
			}
			return true
		})
	}
	for _, o := range s.Objects {
		if os.Getenv("CROSSWALK_DROPPED") != "" && o.Obj().Dropped != "" {
			t.Logf("%s %s: %s", o.ObjKind(), o.Obj().Name.Key(), o.Obj().Dropped)
		}
	}
	t.Logf("%s\nnames %d, unknown %d; expressions %d, untyped %d; %v", head, refs, unknownRefs, exprs, untyped, codes)
	if out := os.Getenv("CROSSWALK_REAL_OUT"); out != "" {
		os.WriteFile(out, []byte(b.String()), 0o644)
	}
}

func place(n ir.Node) string {
	f, l, c := n.Span().Pos()
	return fmt.Sprintf("%s:%d:%d", f, l, c)
}
