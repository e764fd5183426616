package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

// sampleText is the sample schema as one script, in the order of its files.
func sampleText(tb testing.TB) string {
	tb.Helper()
	var b strings.Builder
	root := filepath.Join("..", "..", "corpus", "sample", "oracle")
	for _, dir := range []string{"sequences", "tables", "views", "packages", "routines", "triggers", "data"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(p)
			b.Write(text)
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return b.String()
}

// sqlserverSample is the sample project of SQL Server's as one script.
func sqlserverSample(tb testing.TB) string {
	tb.Helper()
	var b strings.Builder
	root := filepath.Join("..", "..", "corpus", "sample", "sqlserver")
	for _, dir := range []string{"Security", "Storage", "dbo", "Sales", "Warehouse", "Audit"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".sql") {
				return err
			}
			text, err := os.ReadFile(p)
			b.WriteString(strings.TrimPrefix(string(text), "\ufeff") + "\nGO\n")
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return b.String()
}

// sqlserverCopies makes a folder with n copies of that sample, each with schemas of its own, and gives its lines.
func sqlserverCopies(tb testing.TB, n int) (dir string, lines int) {
	tb.Helper()
	text := sqlserverSample(tb)
	dir = tb.TempDir()
	for i := range n {
		s := text
		for _, schema := range []string{"Sales", "Warehouse", "Audit", "dbo"} {
			for _, form := range []string{"%s.", "[%s].", "SCHEMA %s", "SCHEMA [%s]", "SCHEMA::%s"} {
				s = strings.ReplaceAll(s, fmt.Sprintf(form, schema), fmt.Sprintf(form, fmt.Sprintf("%s%d", schema, i)))
			}
		}
		lines += strings.Count(s, "\n")
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("s%03d.sql", i)), []byte(s), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return dir, lines
}

// BenchmarkConvertSQLServer shows the same of Transact-SQL: lines/s should stay the same.
func BenchmarkConvertSQLServer(b *testing.B) {
	for _, n := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("x%d", n), func(b *testing.B) {
			dir, lines := sqlserverCopies(b, n)
			for b.Loop() {
				res, err := Run(context.Background(), Options{From: ir.SQLServer, To: ir.Postgres, Paths: []string{dir}})
				if err != nil {
					b.Fatal(err)
				}
				if res.Report.Totals.Objects < 50*n {
					b.Fatalf("only %d objects", res.Report.Totals.Objects)
				}
			}
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// copies makes a folder with n copies of the sample, each in a schema of its own, and gives its lines.
func copies(tb testing.TB, n int) (dir string, lines int) {
	tb.Helper()
	text := sampleText(tb)
	dir = tb.TempDir()
	for i := range n {
		s := fmt.Sprintf("ALTER SESSION SET CURRENT_SCHEMA = s%d;\n%s", i, text)
		lines += strings.Count(s, "\n")
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("s%03d.sql", i)), []byte(s), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return dir, lines
}

// BenchmarkConvert shows how time and memory grow with the input: lines/s should stay the same.
func BenchmarkConvert(b *testing.B) {
	for _, n := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("x%d", n), func(b *testing.B) {
			dir, lines := copies(b, n)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			for b.Loop() {
				res, err := Run(context.Background(), Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{dir}})
				if err != nil {
					b.Fatal(err)
				}
				if res.Report.Totals.Objects < 80*n {
					b.Fatalf("only %d objects", res.Report.Totals.Objects)
				}
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
			b.ReportMetric(float64(after.Sys)/(1<<20), "MB-sys")
		})
	}
}
