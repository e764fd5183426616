package postgres

import (
	"math/big"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// sequence writes CREATE SEQUENCE.
func (p *printer) sequence(s *ir.Sequence) []*ir.Artifact {
	p.lead(s)
	name := p.em.qualified(s)
	p.W("CREATE SEQUENCE ", name)
	if p.em.src.Source == ir.SQLServer {
		r := rangeOfSequence(s.Type)
		if r.pg != "bigint" {
			p.W(" AS ", r.pg)
		}
		p.W(sqlServerSequence(&s.SequenceOptions, r), ";").NL()
		return []*ir.Artifact{p.take(ir.StageSequence, p.em.file(s, "sequences", p.em.ownName(s)), "sequence:"+name, "table:"+name)}
	}
	if s.Type != nil {
		p.W(" AS ", p.typeName(s.Type, useCast))
	}
	p.W(p.sequenceOptions(&s.SequenceOptions, s.Sp), ";").NL()
	// A sequence is also a relation: FROM and GRANT name it like one.
	return []*ir.Artifact{p.take(ir.StageSequence, p.em.file(s, "sequences", p.em.ownName(s)), "sequence:"+name, "table:"+name)}
}

// sequenceName writes the sequence of NEXTVAL and CURRVAL.
func (p *printer) sequenceName(e *ir.SeqValue) { p.W(p.sequenceRef(e.Seq, e.Decl)) }

var (
	maxBigint = big.NewInt(1<<63 - 1)
	minBigint = big.NewInt(-1 << 63)
)

// sequenceOptions writes what differs from PostgreSQL's defaults, which are Oracle's but for CACHE. PostgreSQL caches
// by session, so that Oracle's default of 20 would give numbers out of order: it is left out. So are limits beyond 64
// bits, which nobody reaches.
func (p *printer) sequenceOptions(o *ir.SequenceOptions, at diag.Span) string {
	var b strings.Builder
	down := strings.HasPrefix(o.Increment, "-")
	if s := fitted(o.Start); s != "" && s != "1" || s == "1" && (down || o.Min != "" && fitted(o.Min) != "1") {
		b.WriteString(" START WITH " + s)
	}
	if s := fitted(o.Increment); s != "" && s != "1" {
		b.WriteString(" INCREMENT BY " + s)
	}
	if s := fitted(o.Min); s != "" && !(s == "1" && !down) && s != minBigint.String() {
		b.WriteString(" MINVALUE " + s)
	}
	if s := fitted(o.Max); s != "" && !(s == "-1" && down) && s != maxBigint.String() {
		b.WriteString(" MAXVALUE " + s)
	}
	if o.Cycle {
		b.WriteString(" CYCLE")
	}
	if o.Session {
		p.find(diag.SequenceOption, at, "SESSION: the sequence starts anew in each session of the source, here it goes on")
	}
	for _, r := range o.Rest {
		if word, _, _ := strings.Cut(strings.ToUpper(r), " "); word == "SCALE" || word == "SHARD" {
			p.find(diag.SequenceOption, at, "%s: numbers have no prefix of instance and session here", strings.ToUpper(r))
		}
	}
	return b.String()
}

// fitted clips a number to 64 bits; "" for none.
func fitted(s string) string {
	if s == "" {
		return ""
	}
	n, ok := new(big.Int).SetString(strings.TrimPrefix(strings.ReplaceAll(s, " ", ""), "+"), 10)
	switch {
	case !ok:
		return ""
	case n.Cmp(maxBigint) > 0:
		n = maxBigint
	case n.Cmp(minBigint) < 0:
		n = minBigint
	}
	return n.String()
}
