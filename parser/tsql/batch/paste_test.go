package batch

import (
	"context"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func TestPaste(t *testing.T) {
	files := folder{}
	for name, text := range map[string]string{
		"main.sql": "IF 1 = 1\nBEGIN\n:r a.sql\n  :r b.sql\nEND\nGO\n:r c.sql\nDECLARE @n INT\n:r d.sql\nSELECT @n\nGO\nBEGIN TRAN\n:r e.sql\nCOMMIT\n",
		"a.sql":    "PRINT 'a'", "b.sql": "PRINT 'b'\nPRINT 'b2'", "c.sql": "PRINT 'c'", "d.sql": "SET @n = 1", "e.sql": "PRINT 'begin'",
	} {
		files[name] = diag.NewFile(name, text)
	}
	r := Load(context.Background(), []*diag.File{files["main.sql"]}, files, Options{})
	got := strings.Join(texts(r.Units), "|")
	want := "IF 1 = 1\nBEGIN\nPRINT 'a'\n  PRINT 'b'\nPRINT 'b2'\nEND|PRINT 'c'|DECLARE @n INT\nSET @n = 1\nSELECT @n|BEGIN TRAN|PRINT 'begin'|COMMIT"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
	u := r.Units[0]
	at := diag.Span{File: u.File, Start: u.Start + strings.Index(u.Text(), "PRINT 'b2'")}
	if name, line, col := at.Pos(); name != "b.sql" || line != 2 || col != 1 {
		t.Errorf("the statement stands at %s:%d:%d", name, line, col)
	}
	at.Start = u.End - len("END")
	if name, line, _ := at.Pos(); name != "main.sql" || line != 5 {
		t.Errorf("END stands at %s:%d", name, line)
	}
}

// A few lines can name a large script many times: what stands in batches of others is bounded.
func TestPasteBound(t *testing.T) {
	large := diag.NewFile("large.sql", "PRINT '"+strings.Repeat("x", 1<<20)+"'")
	files := folder{"large.sql": large, "main.sql": diag.NewFile("main.sql", "BEGIN\n"+strings.Repeat(":r large.sql\n", 200)+"END\n")}
	size := 0
	for _, u := range Load(context.Background(), []*diag.File{files["main.sql"]}, files, Options{}).Units {
		size += len(u.Text())
	}
	if size < maxPasted/2 || size > maxPasted+2*len(large.Text) {
		t.Errorf("%d bytes of batches", size)
	}
}
