package ir

// JoinData joins data scripts that follow each other in one file: a run of INSERTs is one object.
func JoinData(s *Schema) {
	out := s.Objects[:0:0]
	var last *DataScript
	for _, o := range s.Objects {
		d, ok := o.(*DataScript)
		if !ok {
			last = nil
			out = append(out, o)
			continue
		}
		if last != nil && sameFile(last, d) && d.Dropped == "" && last.Dropped == "" {
			if len(d.Stmts) > 0 && len(d.Lead) > 0 {
				b := d.Stmts[0].Base()
				b.Lead = append(append([]Comment(nil), d.Lead...), b.Lead...)
			}
			last.Stmts = append(last.Stmts, d.Stmts...)
			last.Findings.Items = append(last.Findings.Items, d.Findings.Items...)
			last.Sp = last.Sp.To(d.Sp)
			continue
		}
		last = d
		out = append(out, o)
	}
	s.Objects = out
}

// sameFile compares the files on disk: a unit with substituted variables is a text of its own.
func sameFile(a, b *DataScript) bool {
	if a.Sp.File == nil || b.Sp.File == nil || a.Schema.Key != b.Schema.Key {
		return false
	}
	fa, _ := a.Sp.File.Root(a.Sp.Start)
	fb, _ := b.Sp.File.Root(b.Sp.Start)
	return fa == fb
}
