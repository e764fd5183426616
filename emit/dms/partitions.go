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
	if g.o.Source != ir.Oracle {
		return fmt.Errorf("the partitions of %s: SQL Server's have numbers and no names, and DMS takes names; select the rows with --filter", t)
	}
	load := t.parts
	if load == nil {
		load = &parallelLoad{Type: "partitions-list"}
	}
	for _, want := range names {
		if err := g.listPartition(load, p.Parts, want); err != nil {
			return fmt.Errorf("the partitions of %s: %w", t, err)
		}
	}
	for _, part := range p.Parts {
		for _, sub := range part.Subs {
			if slices.Contains(load.Partitions, g.name(part.Name)) && slices.Contains(load.Subpartitions, g.name(sub.Name)) {
				return fmt.Errorf("the partitions of %s: %s is a part of %s, and its rows would be loaded twice", t, g.name(sub.Name), g.name(part.Name))
			}
		}
	}
	t.parts = load
	return nil
}

// listPartition adds the partition or subpartition of a name.
func (g *generator) listPartition(load *parallelLoad, parts []*ir.Partition, want string) error {
	same := func(x *ir.Partition) bool { return !x.Name.IsZero() && strings.EqualFold(g.name(x.Name), want) }
	add := func(list *[]string, in []*ir.Partition) bool {
		i := slices.IndexFunc(in, same)
		if i < 0 {
			return false
		}
		if name := g.name(in[i].Name); !slices.Contains(*list, name) {
			*list = append(*list, name)
		}
		return true
	}
	if add(&load.Partitions, parts) {
		return nil
	}
	for _, part := range parts {
		if add(&load.Subpartitions, part.Subs) {
			return nil // its name is the table's own
		}
	}
	return fmt.Errorf("the schema has no partition %s", want)
}
