package dms

import "sort"

// split divides the replicated tables into tasks. Tables that foreign keys join stay together, since each task applies
// its own changes and only within a task do they keep the source's order. The largest cluster goes first to the task
// that has least.
func (g *generator) split() [][]*table {
	var all []*table
	for _, t := range g.tables {
		if t.skip == "" {
			all = append(all, t)
		}
	}
	if g.o.Split <= 1 {
		return [][]*table{all}
	}
	clusters := clusters(all)
	sort.SliceStable(clusters, func(i, j int) bool { return g.weight(clusters[i]) > g.weight(clusters[j]) })
	n := min(g.o.Split, len(clusters))
	parts, load := make([][]*table, n), make([]int64, n)
	for _, c := range clusters {
		least := 0
		for i := range load {
			if load[i] < load[least] {
				least = i
			}
		}
		parts[least] = append(parts[least], c...)
		load[least] += g.weight(c)
	}
	for _, p := range parts {
		sort.Slice(p, func(i, j int) bool { return p[i].String() < p[j].String() })
	}
	return parts
}

// weight is how much work tables are: their rows where measured, else their columns, large objects tenfold.
func (g *generator) weight(list []*table) int64 {
	var w int64
	for _, t := range list {
		var cols int64 = 1
		for _, c := range t.cols {
			if cols++; c.typ.lob() {
				cols += 10
			}
		}
		if st, ok := g.stats[g.id(t.schema, t.name)]; ok {
			w += cols * (1 + st.Rows)
		} else {
			w += cols
		}
	}
	return w
}

// clusters joins tables by their foreign keys.
func clusters(all []*table) [][]*table {
	root := map[*table]*table{}
	find := func(t *table) *table {
		for root[t] != nil {
			t = root[t]
		}
		return t
	}
	for _, t := range all {
		for _, p := range t.parents {
			if a, b := find(t), find(p); a != b {
				root[a] = b
			}
		}
	}
	at := map[*table]int{}
	var out [][]*table
	for _, t := range all {
		r := find(t)
		i, ok := at[r]
		if !ok {
			i = len(out)
			at[r] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], t)
	}
	return out
}
