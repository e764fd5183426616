package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// DBMS_JOB (PL/SQL Packages and Types Reference): its jobs stand in the table of those of DBMS_SCHEDULER, and run_jobs() runs them.

var jobStmts = rows{
	"dbms_job.submit":    {{n: -1, args: "=", do: doSubmit}},
	"dbms_job.isubmit":   {{n: -1, args: "=", do: doSubmit}},
	"dbms_job.change":    {{n: -1, args: "=", do: doChangeJob}},
	"dbms_job.what":      {{n: 2, args: "=", do: doChangeJob}},
	"dbms_job.interval":  {{n: 2, args: "=", do: doChangeJob}},
	"dbms_job.next_date": {{n: 2, args: "nd", do: job("PERFORM {@job_change}({1}, next_date => {2});")}},
	"dbms_job.remove":    {{n: 1, args: "n", do: job("PERFORM {@job_drop}({@job_numbered}({1}), true);")}},
	"dbms_job.broken":    {{n: 2, args: "n-", do: job("PERFORM {@job_broken}({*});")}, {n: 3, args: "n-d", do: job("PERFORM {@job_broken}({*});")}},
	"dbms_job.run":       {{n: -1, args: "n=", do: job("CALL {@job_run}({@job_numbered}({1}));")}},
}

// job is a statement of the run-time library with the finding that goes with jobs.
func job(pg string) func(*printer, *ir.Call, []val) val {
	return func(p *printer, e *ir.Call, a []val) val {
		p.jobsRun(e)
		return stmt(p.fill(pg, a))
	}
}

// jobsRun tells that nothing runs by itself; the library has to have what runs the jobs.
func (p *printer) jobsRun(e *ir.Call) {
	call := "CALL " + p.helper("run_jobs") + "()"
	p.findOnce(diag.Jobs, e.Sp, "nothing runs until %s is called each minute: * * * * * psql -X -q -d DATABASE -c '%[1]s' in a crontab, or SELECT cron.schedule('jobs', '* * * * *', '%[1]s') with pg_cron", call)
}

// jobArgs are the arguments of a call by the names of their parameters, in lower case; NULL is none.
func (p *printer) jobArgs(e *ir.Call) map[string]ir.Expr {
	m := map[string]ir.Expr{}
	for _, a := range e.Args {
		if !a.Name.IsZero() && !p.isNull(a.Value) {
			m[strings.ToLower(a.Name.Key)] = a.Value
		}
	}
	return m
}

// jobAction gives the argument for what a job does: the converted text, or the head of a call whose arguments the job has.
func (p *printer) jobAction(e *ir.Call, text ir.Expr) (string, bool) {
	if e.Job == nil || e.Job.Action == nil {
		return "", false
	}
	switch s := e.Job.Action.(type) {
	case *ir.Block:
		return p.knownBlock(s, text)
	case *ir.CallStmt:
		c, ok := unwrap(s.X).(*ir.Call)
		if ok && len(c.Args) > 0 {
			return p.jobRoutine(c)
		}
		t, ok := p.doText(&ir.Block{StmtBase: s.StmtBase, Body: []ir.Stmt{s}})
		return quoteLiteral(t), ok
	}
	return "", false
}

// jobRoutine is the head of a call whose arguments the job has.
func (p *printer) jobRoutine(c *ir.Call) (string, bool) {
	r := calledRoutine(c)
	if r == nil || hasOut(r) {
		return "", false
	}
	p.routineNeed(r)
	word := "CALL "
	if r.Function {
		word = "PERFORM "
	}
	return quoteLiteral(word + p.em.routineName(r)), true
}

// jobNext gives the argument for the converted expression of the next time, "" where there is none. An interval that is neither a
// calendaring expression nor such a text is refused, and false given.
func (p *printer) jobNext(e *ir.Call, interval ir.Expr, calendar bool) (string, bool) {
	if e.Job != nil && e.Job.Next != nil {
		if s, ok := p.knownText(e.Job.Next, "", ""); ok {
			return strings.ReplaceAll(s, "statement_timestamp()", "clock_timestamp()"), true
		}
	}
	text, known := constString(interval, 0)
	switch {
	case !known && calendar:
		return "", true // the library looks at it
	case calendar && known && calendarWords(text):
		return "", true
	case known && (strings.EqualFold(strings.TrimSpace(text), "null") || strings.TrimSpace(text) == ""):
		return "", true
	}
	p.refuseJob(e, "an interval that is not known here: the library takes calendaring expressions (FREQ=…), and expressions that are constants")
	return "", false
}

func (p *printer) refuseJob(e *ir.Call, what string) {
	name := strings.ToUpper(e.Fn)
	p.refuseOnce(diag.NoPackage, e.Sp, name+" with "+what, name+" with "+what)
}

const unknownAction = "a text that is not known here: give it as one constant, or as constants with numbers between them"

// jobGiven tells an argument that is there and not NULL.
func (p *printer) jobGiven(e *ir.Call, i int) ir.Expr {
	if i < len(e.Args) && !p.isNull(e.Args[i].Value) {
		return e.Args[i].Value
	}
	return nil
}

// doSubmit writes SUBMIT(job, what, next_date, interval).
func doSubmit(p *printer, e *ir.Call, _ []val) val {
	p.jobsRun(e)
	what := p.jobGiven(e, 1)
	if what == nil {
		return stmt(p.noRow(e).s + ";")
	}
	action, ok := p.jobAction(e, what)
	if !ok {
		p.refuseJob(e, unknownAction)
		return stmt("NULL;")
	}
	args := []string{p.arg(what, 't').s, action}
	if x := p.jobGiven(e, 2); x != nil {
		args = append(args, "next_date => "+p.arg(x, 'd').s)
	}
	if x := p.jobGiven(e, 3); x != nil {
		if next, _ := p.jobNext(e, x, false); next != "" {
			args = append(args, "repeat => "+p.arg(x, 't').s, "next_sql => "+next)
		}
	}
	call := p.helper("job_submit") + "(" + strings.Join(args, ", ")
	if strings.HasSuffix(e.Fn, ".isubmit") {
		return stmt("PERFORM " + call + ", n => " + p.arg(e.Args[0].Value, 'n').s + ");")
	}
	return stmt(p.lvalue(e.Args[0].Value) + " := " + call + ");")
}

// doChangeJob writes CHANGE, WHAT and INTERVAL.
func doChangeJob(p *printer, e *ir.Call, _ []val) val {
	p.jobsRun(e)
	args := []string{p.arg(e.Args[0].Value, 'n').s}
	g := p.jobArgs(e)
	if strings.HasSuffix(e.Fn, ".change") { // in order by now
		for i, n := range []string{"", "what", "next_date", "interval"} {
			if x := p.jobGiven(e, i); x != nil {
				g[n] = x
			}
		}
	}
	if x := g["what"]; x != nil {
		action, ok := p.jobAction(e, x)
		if !ok {
			p.refuseJob(e, unknownAction)
			return stmt("NULL;")
		}
		args = append(args, "what => "+p.arg(x, 't').s, "action_sql => "+action)
	}
	if x := g["next_date"]; x != nil {
		args = append(args, "next_date => "+p.arg(x, 'd').s)
	}
	if x := g["interval"]; x != nil {
		next, ok := p.jobNext(e, x, false)
		if ok && next == "" {
			p.refuseJob(e, "no interval: DBMS_JOB.REMOVE behind the next run")
		}
		if next == "" {
			next = "NULL"
		}
		args = append(args, "repeat => "+p.arg(x, 't').s, "next_sql => "+next)
	}
	return stmt("PERFORM " + p.helper("job_change") + "(" + strings.Join(args, ", ") + ");")
}
