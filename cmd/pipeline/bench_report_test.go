package pipeline

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/crosswalk-db/crosswalk/assess/report"
	"github.com/crosswalk-db/crosswalk/ir"
)

// BenchmarkReports converts 100,000 lines and writes all formats: together they must add under 30 % to the conversion.
func BenchmarkReports(b *testing.B) {
	_, lines := copies(b, 1)
	dir, lines := copies(b, 100_000/lines+1)
	var convert, reports time.Duration
	for b.Loop() {
		start := time.Now()
		res, err := Run(context.Background(), Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{dir}})
		if err != nil {
			b.Fatal(err)
		}
		convert += time.Since(start)
		start = time.Now()
		d := &report.Document{Report: res.Report, Sources: res.Sources, Outputs: res.Files}
		for _, f := range report.Formats() {
			for _, p := range f.Parts {
				if err := p.Write(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := d.Snapshot().Write(io.Discard); err != nil {
			b.Fatal(err)
		}
		reports += time.Since(start)
	}
	added := 100 * reports.Seconds() / convert.Seconds()
	b.ReportMetric(float64(lines), "lines")
	b.ReportMetric(convert.Seconds()/float64(b.N), "convert-s")
	b.ReportMetric(reports.Seconds()/float64(b.N), "reports-s")
	b.ReportMetric(added, "added-%")
	if lines < 100_000 || added >= 30 {
		b.Errorf("all formats add %.0f %% to the conversion of %d lines", added, lines)
	}
}

// BenchmarkCache converts 100,000 lines whose files are all in the cache.
func BenchmarkCache(b *testing.B) {
	_, lines := copies(b, 1)
	dir, lines := copies(b, 100_000/lines+1)
	o := Options{From: ir.Oracle, To: ir.Postgres, Paths: []string{dir}, Cache: b.TempDir()}
	if _, err := Run(context.Background(), o); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		res, err := Run(context.Background(), o)
		if err != nil {
			b.Fatal(err)
		}
		if res.Cache.Read > 0 {
			b.Fatalf("%+v", res.Cache)
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
