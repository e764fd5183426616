package checks

import (
	"context"
	"strconv"
	"strings"
)

// examples reads the columns of rows that differ in tables without a key, as many as the result lists.
func (w *work) examples(ctx context.Context) error {
	if w.pl.keys > 0 || len(w.suspects) == 0 {
		return nil
	}
	for _, side := range []struct {
		v    *view
		kind DiffKind
		put  func(*suspect, []*string)
	}{
		{w.src, MissingTarget, func(s *suspect, f []*string) { s.src = f }},
		{w.tgt, MissingSource, func(s *suspect, f []*string) { s.tgt = f }},
	} {
		hashed, digested := map[string]*suspect{}, map[string]*suspect{}
		for _, s := range w.suspects {
			switch _, err := strconv.ParseInt(s.hash, 10, 64); {
			case s.kind != side.kind || len(hashed)+len(digested) >= w.c.opts.MaxDiffs:
			case err == nil:
				hashed[s.hash] = s
			default:
				digested[s.hash] = s
			}
		}
		if err := side.v.byHash(ctx, hashed, side.put); err != nil {
			return err
		}
		if err := side.v.byDigest(ctx, digested, side.put); err != nil {
			return err
		}
	}
	return nil
}

// byHash finds rows by the hash that the database computes.
func (v *view) byHash(ctx context.Context, want map[string]*suspect, put func(*suspect, []*string)) error {
	if len(want) == 0 {
		return nil
	}
	var list []string
	for h := range want {
		list = append(list, h)
	}
	q := "SELECT " + v.Integer(v.rowHash()) + ", " + v.all() + v.from(span{}, v.rowHash()+" IN ("+strings.Join(list, ", ")+")")
	return v.scan(ctx, q, func(f []*string) {
		if s := want[value(f[0])]; s != nil {
			put(s, append([]*string(nil), f[1:]...))
		}
	})
}

// byDigest finds rows by the digest that is computed here.
func (v *view) byDigest(ctx context.Context, want map[string]*suspect, put func(*suspect, []*string)) error {
	if len(want) == 0 {
		return nil
	}
	d := newDigester(v.as)
	return v.scan(ctx, "SELECT "+v.all()+v.from(span{}), func(f []*string) {
		if s := want[d.row(f)]; s != nil {
			put(s, append([]*string(nil), f...))
		}
	})
}
