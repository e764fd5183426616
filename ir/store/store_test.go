package store

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// TestAllNodesAreListed: a new struct of the tree must be listed, or what holds it is never stored.
func TestAllNodesAreListed(t *testing.T) {
	listed := map[string]bool{"Artifact": true, "LineMap": true, "Schema": true,
		"MadeTables": true, "TempMaker": true, "TempTables": true, "TempTarget": true} // made of objects, and never stored
	for _, n := range nodes {
		listed[reflect.TypeOf(n).Elem().Name()] = true
	}
	names, err := filepath.Glob("../*.go")
	if err != nil || len(names) < 5 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				ts, ok := s.(*ast.TypeSpec)
				if !ok || !ts.Name.IsExported() {
					continue
				}
				if _, ok := ts.Type.(*ast.StructType); ok && !listed[ts.Name.Name] {
					t.Errorf("ir.%s is not in nodes (types.go)", ts.Name.Name)
				}
			}
		}
	}
}

func TestRoundTrip(t *testing.T) {
	f := diag.NewFile("x.sql", "CREATE TABLE t (a NUMBER)")
	sp := diag.Span{File: f, Start: 2, End: 5}
	typ := &ir.Type{Spelled: "NUMBER"}
	pkg := &ir.Package{}
	pkg.Name = ir.MakeQName("p")
	r := &ir.Routine{Returns: typ}
	r.Parent, r.Sp = pkg, sp
	pkg.Routines = []*ir.Routine{r}
	r.Params = []*ir.Param{{Type: typ, Default: &ir.NumberLit{Text: "-1"}}}
	r.Findings.Add(diag.Crash, sp, "x")
	b, err := Encode([]ir.Object{pkg, r}, []*diag.File{f})
	if err != nil {
		t.Fatal(err)
	}
	other := diag.NewFile("y.sql", f.Text)
	got, err := Decode(b, []*diag.File{other})
	if err != nil {
		t.Fatal(err)
	}
	p, q := got[0].(*ir.Package), got[1].(*ir.Routine)
	if p.Routines[0] != q || q.Parent != ir.Object(p) || q.Params[0].Type != q.Returns {
		t.Error("what was shared is not any more")
	}
	if q.Sp.File != other || q.Findings.Items[0].Code != diag.Crash || q.Params[0].Default.(*ir.NumberLit).Text != "-1" {
		t.Errorf("%+v", q)
	}
	for i := range b { // whatever is damaged, it is an error or other objects, never a panic
		for _, x := range []byte{0, 1, 0x7f, 0xff} {
			c := append([]byte(nil), b...)
			c[i] = x
			_, _ = Decode(c, []*diag.File{other})
		}
		if _, err := Decode(b[:i], []*diag.File{other}); err == nil {
			t.Errorf("cut at %d: no error", i)
		}
	}
	if _, err := Encode([]ir.Object{r}, nil); err == nil {
		t.Error("a text that is not known was stored")
	}
}
