package proof

import (
	"context"
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/assess/proof/pgparse"
)

const listRoutines = `
SELECT p.oid, n.nspname, p.proname, l.lanname, p.prosrc, p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype,
       EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid = ANY (p.proargtypes) AND t.typtype = 'p' AND t.typname LIKE 'any%')
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
 WHERE l.lanname IN ('plpgsql', 'sql')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')
 ORDER BY p.oid`

const listTriggers = `
SELECT tgfoid, tgrelid, tgoldtable, tgnewtable
  FROM pg_catalog.pg_trigger
 WHERE NOT tgisinternal AND tgparentid = 0
 ORDER BY oid`

// place is where a routine of a certain name and body was written.
type place struct {
	unit    int
	routine pgparse.Routine
}

// bodies lists the routines in the server that units made, with their triggers. A routine
// is told by its name and its body, so one that a later unit replaced belongs to the later.
func (v *verifier) bodies(ctx context.Context) ([]body, error) {
	written := v.written()
	rows, err := v.db.conn.Query(ctx, listRoutines)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []body
	for rows.Next() {
		var b body
		var schema, name, src string
		if err := rows.Scan(&b.oid, &schema, &name, &b.language, &src, &b.trigger, &b.polymorphic); err != nil {
			return nil, err
		}
		k := nameAndSource{name, src}
		ps := written[k]
		if len(ps) == 0 {
			continue
		}
		n := pick(ps, schema)
		b.unit, b.source = ps[n].unit, ps[n].routine
		written[k] = slices.Delete(ps, n, n+1)
		out = append(out, b)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	v.notFound(written)
	return out, v.attachTriggers(ctx, out)
}

// nameAndSource tells routines apart.
type nameAndSource struct{ name, source string }

// truncate cuts a name where the server does, at 63 bytes.
func truncate(name string) string {
	const most = 63
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[:most], "")
}

// written lists the routines in the units that were loaded.
func (v *verifier) written() map[nameAndSource][]place {
	out := map[nameAndSource][]place{}
	for i := range v.units {
		if !v.results[i].Loaded {
			continue
		}
		for _, r := range pgparse.Routines(v.units[i].SQL) {
			if r.Kind != "do" && (r.Language == "plpgsql" || r.Language == "sql") {
				k := nameAndSource{truncate(r.Name), r.Source}
				out[k] = append(out[k], place{i, r})
			}
		}
	}
	return out
}

// notFound marks the units of routines that the server does not have as they were written:
// what was not checked must not pass for checked. One that a later unit replaced is no loss.
func (v *verifier) notFound(left map[nameAndSource][]place) {
	last := map[string]int{}
	for i := range v.units {
		if v.results[i].Loaded {
			for _, r := range pgparse.Routines(v.units[i].SQL) {
				last[r.Name] = i
			}
		}
	}
	for _, ps := range left {
		for _, p := range ps {
			if last[p.routine.Name] > p.unit {
				continue
			}
			u, r := &v.units[p.unit], &v.results[p.unit]
			line, _ := u.lineCol(p.routine.Offset)
			r.Messages = append(r.Messages, Message{Level: Unproved, Phase: Checking, Line: line,
				Text: "the server does not have " + p.routine.Name + " with this body, so it was not checked"})
		}
	}
}

// pick chooses among routines of one name and body the one written with that schema.
func pick(ps []place, schema string) int {
	for i, p := range ps {
		if p.routine.Schema == schema {
			return i
		}
	}
	for i, p := range ps {
		if p.routine.Schema == "" {
			return i
		}
	}
	return 0
}

func (v *verifier) attachTriggers(ctx context.Context, bodies []body) error {
	byOID := map[uint32]*body{}
	for i := range bodies {
		byOID[bodies[i].oid] = &bodies[i]
	}
	rows, err := v.db.conn.Query(ctx, listTriggers)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var fn uint32
		var t trigger
		if err := rows.Scan(&fn, &t.table, &t.oldRows, &t.newRows); err != nil {
			return err
		}
		if b := byOID[fn]; b != nil {
			b.on = append(b.on, t)
		}
	}
	return rows.Err()
}
