package dms

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// PartitionList names the partitions of a table to load, each by a thread of its own: the others are not loaded.
type PartitionList struct {
	Table string
	Names []string
}

// ParsePartitions reads TABLE:NAME,NAME, as in HR.SALES:P2023,P2024.
func ParsePartitions(s string) (PartitionList, error) {
	name, rest, ok := strings.Cut(s, ":")
	l := PartitionList{Table: strings.TrimSpace(name)}
	for _, n := range strings.Split(rest, ",") {
		if n = strings.Trim(strings.TrimSpace(n), `"`); n != "" {
			l.Names = append(l.Names, n)
		}
	}
	if !ok || l.Table == "" || len(l.Names) == 0 {
		return l, errors.New("write TABLE:PARTITION,PARTITION, as in HR.SALES:P2023,P2024")
	}
	return l, nil
}

// bindPartitions finds the partitions that were named. DMS takes partitions and, from Oracle, subpartitions, which must
// not overlap ("Using parallel load for selected tables, views, and collections"); every one must be in the source.
func (g *generator) bindPartitions() error {
	for _, l := range g.o.Partitions {
		found := false
		for _, t := range g.tables {
			if t.skip != "" || t.src == nil || !matchesTable(l.Table, t.schema, t.name) {
				continue
			}
			found = true
			if err := g.listPartitions(t, l.Names); err != nil {
				return err
			}
		}
		if !found {
			return fmt.Errorf("the partitions of %s: no replicated table has that name", l.Table)
		}
	}
	return nil
}

func (g *generator) listPartitions(t *table, names []string) error {
	p := t.src.Partition
	if p == nil {
		return fmt.Errorf("the partitions of %s: the table has none", t)
	}
	load := &parallelLoad{Type: "partitions-list"}
	for _, want := range names {
		same := func(x *ir.Partition) bool { return !x.Name.IsZero() && strings.EqualFold(g.name(x.Name), want) }
		if i := slices.IndexFunc(p.Parts, same); i >= 0 {
			load.Partitions = append(load.Partitions, g.name(p.Parts[i].Name))
			continue
		}
		sub := false
		for _, part := range p.Parts {
			i := slices.IndexFunc(part.Subs, same)
			if i < 0 || g.o.Source != ir.Oracle {
				continue
			}
			sub = true
			if slices.Contains(names, g.name(part.Name)) {
				return fmt.Errorf("the partitions of %s: %s is a part of %s, and its rows would be loaded twice", t, want, g.name(part.Name))
			}
			load.Subpartitions = append(load.Subpartitions, g.name(part.Subs[i].Name))
		}
		if !sub {
			return fmt.Errorf("the partitions of %s: the schema has no partition %s", t, want)
		}
	}
	t.parts = load
	return nil
}
