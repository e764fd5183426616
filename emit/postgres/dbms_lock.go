package postgres

import (
	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// DBMS_LOCK (PL/SQL Packages and Types Reference): the locks of users are advisory locks, of the session or of the transaction.
// PostgreSQL has two modes of them, which are S and X.

var lockFunctions = rows{
	"dbms_lock.request": {{n: 1, args: "t", do: lockRequest}, {n: 2, args: "tn", do: lockRequest}, {n: 3, args: "tnn", do: lockRequest}, {n: 4, args: "tnn-", do: lockRequest}},
	"dbms_lock.release": {{n: 1, args: "t", pg: "{@lock_release}({1})", c: cInt}},
}

var lockStmts = rows{
	"dbms_lock.allocate_unique": {{n: 2, args: "t-", do: lockHandle}, {n: 3, args: "t-=", do: lockHandle}},
}

// lockHandle gives a name its handle: the number that stands for it.
func lockHandle(p *printer, _ *ir.Call, a []val) val {
	return stmt(p.fill("{2} := {@lock_key}({1})::text;", a))
}

func lockRequest(p *printer, e *ir.Call, a []val) val {
	if len(e.Args) > 1 {
		m := unwrap(e.Args[1].Value)
		n, ok := constantInt(m)
		if r, is := m.(*ir.Ref); is && !ok {
			n, ok = map[string]int{"DBMS_LOCK.X_MODE": 6, "DBMS_LOCK.S_MODE": 4}[r.Name.Key()], true
		}
		if !ok || n != 4 && n != 6 {
			p.find(diag.NoPackage, e.Sp, "DBMS_LOCK.REQUEST in a mode other than S_MODE and X_MODE: advisory locks are shared or exclusive")
		}
	}
	return p.run("{@lock_request}({*})", cInt, a...)
}
