// Package mapping reads AWS DMS table-mapping documents and applies them: which tables and rows are replicated, and what
// becomes of each table, column and value. The replicator and the checker work by it, so that a document means the same
// to them as to DMS.
//
//	doc, problems := mapping.Parse("mappings.json", src)    // doc is nil when problems.Failed()
//	engine := mapping.Compile(doc, mapping.Options{})
//	maps, problems := engine.ResolveAll(tables)             // in load order; two tables to one is an error
//	for _, m := range maps {
//		m.TargetSchema, m.TargetTable, m.Columns, m.Dropped, m.PrimaryKey, m.ParallelLoad, m.Lob, m.SoftDelete
//		where := m.Filter.SQL(mapping.OracleSQL)            // for the full load; m.Filter may be nil
//		pass := m.Filter.Match(row)                         // the same for a change
//		segments := m.Segments(mapping.OracleSQL)           // WHERE conditions of a load by ranges
//		t, err := m.Transformer(engine)                     // one for each goroutine; Close it
//		out, err := t.Row(&change, change.After, out[:0])   // source values in, target values out
//	}
//
// The semantics are those of the DMS user guide. Where it contradicts itself or says nothing, the comment at the code
// says which reading was taken and why.
package mapping
