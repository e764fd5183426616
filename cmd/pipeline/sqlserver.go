package pipeline

import (
	"context"
	"fmt"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/source"
	"github.com/crosswalk-db/crosswalk/parser/tsql"
	"github.com/crosswalk-db/crosswalk/parser/tsql/batch"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
)

func splitSQLServer(ctx context.Context, r *source.Reader, files []*diag.File, o Options) ([]unit, []*diag.Finding) {
	res := batch.Load(ctx, files, r, batch.Options{Define: o.Define, Projects: r.Projects()})
	units := make([]unit, len(res.Units))
	for i := range res.Units {
		units[i] = unit{span: res.Units[i].Span(), data: &res.Units[i]}
	}
	return units, res.Problems
}

func parseSQLServer(u unit, _ Options) []ir.Object { return tsql.Parse(u.data.(*batch.Unit)) }

// sqlserverCollation gives the collation of the first batch that a project says one for.
func sqlserverCollation(units []unit) string {
	for _, u := range units {
		if c := u.data.(*batch.Unit).Collation; c != "" {
			return c
		}
	}
	return ""
}

// sqlserverComments gives the comments of a batch, and behind it on its last line.
func sqlserverComments(u unit) []ir.Comment {
	b := u.data.(*batch.Unit)
	text := b.File.Text
	end := b.End
	for end < len(text) && text[end] != '\n' {
		end++
	}
	var list []ir.Comment
	for _, c := range scan.Scan(text, b.Start, end, scan.Options{QuotedText: b.QuotedText}).Comments {
		sp := diag.Span{File: b.File, Start: int(c.Start), End: int(c.End)}
		list = append(list, ir.Comment{Text: sp.Text(), Line: strings.HasPrefix(sp.Text(), "--"), Sp: sp})
	}
	return list
}

// storedSQLServer says what the objects of a batch depend on beside its file's text, and the texts that spans point into.
func storedSQLServer(u unit) (string, []*diag.File) {
	b := u.data.(*batch.Unit)
	root, _ := b.File.Root(b.Start)
	files := []*diag.File{root}
	key := fmt.Sprintf("%d %d %t %t %q %d", b.Start, b.End, b.QuotedText, b.NullsEqual, b.Database, b.Repeat)
	if b.File != root {
		files = append(files, b.File)
		key += fmt.Sprintf(" %q", b.File.Text)
	}
	for _, p := range b.Problems {
		key += fmt.Sprintf(" %s %d %d %q", p.Code.ID, p.Span.Start, p.Span.End, p.Message)
	}
	return key, files
}
