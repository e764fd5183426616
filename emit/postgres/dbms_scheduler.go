package postgres

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// DBMS_SCHEDULER (PL/SQL Packages and Types Reference): jobs, programs and schedules are rows of tables of the run-time library, whose
// procedure run_jobs() runs what is due. Chains, windows, events, credentials and programs outside the database have no row here.

var schedulerStmts = rows{
	"dbms_scheduler.create_job":               {{n: -1, args: "=", do: doCreateJob}},
	"dbms_scheduler.create_program":           {{n: -1, args: "=", do: doCreateJob}},
	"dbms_scheduler.create_schedule":          {{n: -1, args: "=", do: doCreateJob}},
	"dbms_scheduler.set_attribute":            {{n: 3, args: "=", do: doJobAttribute}},
	"dbms_scheduler.set_attribute_null":       {{n: 2, args: "t", do: job("PERFORM {@job_attribute}({1}, {2}, NULL);")}},
	"dbms_scheduler.set_job_argument_value":   {{n: 3, args: "=", do: doJobArgument}},
	"dbms_scheduler.define_program_argument":  {{n: -1, args: "=", do: doProgramArgument}},
	"dbms_scheduler.enable":                   {{n: -1, args: "t=", do: job("PERFORM {@job_enable}({1});")}},
	"dbms_scheduler.disable":                  {{n: -1, args: "t=", do: job("PERFORM {@job_disable}({1});")}},
	"dbms_scheduler.stop_job":                 {{n: -1, args: "t=", do: job("PERFORM {@job_stop}({1});")}},
	"dbms_scheduler.run_job":                  {{n: 1, args: "t", do: job("CALL {@job_run}({1});")}, {n: 2, args: "t-", do: job("CALL {@job_run}({*});")}},
	"dbms_scheduler.drop_job":                 {{n: 1, args: "t", do: job("PERFORM {@job_drop}({1});")}, {n: -1, args: "t-=", do: job("PERFORM {@job_drop}({1}, {2});")}},
	"dbms_scheduler.drop_program":             {{n: 1, args: "t", do: job("PERFORM {@job_drop_program}({1});")}, {n: 2, args: "t-", do: job("PERFORM {@job_drop_program}({*});")}},
	"dbms_scheduler.drop_schedule":            {{n: 1, args: "t", do: job("PERFORM {@job_drop_schedule}({1});")}, {n: 2, args: "t-", do: job("PERFORM {@job_drop_schedule}({*});")}},
	"dbms_scheduler.purge_log":                {{n: -1, args: "=", pg: "DELETE FROM {@job_runs};"}},
	"dbms_scheduler.evaluate_calendar_string": {{n: 4, args: "tdd-", pg: "{4} := {@calendar_next}({1}, {2}, {3});"}},
}

var schedulerFunctions = rows{
	"dbms_scheduler.generate_job_name": {
		{n: 0, pg: "'JOB$_' || nextval('{@job_numbers}')", prec: precOther, c: cText},
		{n: 1, args: "t", pg: "upper({1}) || nextval('{@job_numbers}')", prec: precOther, c: cText}},
}

// jobFields are the parameters of the library's functions, in order, each with the wish for its value: see arg. Those that are not
// here have no meaning for the library.
var jobFields = map[string][]struct{ name, want string }{
	"create_job": {{"job_name", "t"}, {"job_type", "t"}, {"job_action", "t"}, {"number_of_arguments", "n"}, {"program_name", "t"}, {"schedule_name", "t"}, {"start_date", "d"},
		{"repeat_interval", "t"}, {"end_date", "d"}, {"job_class", "t"}, {"enabled", "-"}, {"auto_drop", "-"}, {"comments", "t"}},
	"create_program":  {{"program_name", "t"}, {"program_type", "t"}, {"program_action", "t"}, {"number_of_arguments", "n"}, {"enabled", "-"}, {"comments", "t"}},
	"create_schedule": {{"schedule_name", "t"}, {"start_date", "d"}, {"repeat_interval", "t"}, {"end_date", "d"}, {"comments", "t"}},
}

var jobMakers = map[string]string{"create_job": "job_create", "create_program": "job_program", "create_schedule": "job_schedule"}

// doCreateJob writes CREATE_JOB, CREATE_PROGRAM and CREATE_SCHEDULE.
func doCreateJob(p *printer, e *ir.Call, _ []val) val {
	p.jobsRun(e)
	_, what, _ := strings.Cut(e.Fn, ".")
	g := p.jobArgs(e)
	for _, n := range []string{"credential_name", "destination_name", "event_condition", "queue_spec"} {
		if g[n] != nil {
			p.refuseJob(e, n+": jobs run in the session that calls run_jobs()")
		}
	}
	var args []string
	for _, f := range jobFields[what] {
		x := g[f.name]
		if x == nil {
			continue
		}
		args = append(args, f.name+" => "+p.jobValue(x, f.want[0]))
		switch f.name {
		case "job_action", "program_action":
			if s, ok := p.actionOf(e, x, g); ok {
				args = append(args, "action_sql => "+s)
			}
		case "repeat_interval":
			if s, _ := p.jobNext(e, x, true); s != "" {
				args = append(args, "next_sql => "+s)
			}
		}
	}
	if what == "create_job" && g["job_action"] == nil && g["program_name"] == nil {
		p.refuseJob(e, "neither job_action nor program_name")
	}
	return stmt("PERFORM " + p.helper(jobMakers[what]) + "(" + strings.Join(args, ", ") + ");")
}

// jobValue writes a value; a time keeps its zone.
func (p *printer) jobValue(x ir.Expr, want byte) string {
	if want == 'd' && p.typ(x).IsDatetime() {
		want = '-'
	}
	return p.arg(x, want).s
}

// actionOf is the converted action of a job or program, which is refused where its type has no counterpart or its text is not known.
func (p *printer) actionOf(e *ir.Call, x ir.Expr, g map[string]ir.Expr) (string, bool) {
	if s, ok := p.jobAction(e, x); ok {
		return s, true
	}
	kind := g["job_type"]
	if kind == nil {
		kind = g["program_type"]
	}
	t, known := constString(kind, 0)
	switch t = strings.ToUpper(t); {
	case kind == nil || !known:
		p.refuseJob(e, "a type that is not known here")
	case t == "PLSQL_BLOCK" || t == "STORED_PROCEDURE":
		p.refuseJob(e, unknownAction)
	default:
		p.refuseJob(e, "the type "+t+": PostgreSQL runs no programs of the system; let cron do it")
	}
	return "", false
}

// refusedAttributes change what the library does not have.
var refusedAttributes = []string{"raise_events", "event_spec", "credential_name", "destination", "destination_name", "instance_id", "job_weight", "parallel_instances", "database_role"}

// doJobAttribute writes SET_ATTRIBUTE, whose value may be of several types.
func doJobAttribute(p *printer, e *ir.Call, _ []val) val {
	p.jobsRun(e)
	g := p.jobArgs(e)
	name, attribute, value := g["name"], g["attribute"], g["value"]
	text, known := constString(attribute, 0)
	text = strings.ToLower(text)
	switch {
	case name == nil || attribute == nil:
		return stmt(p.noRow(e).s + ";")
	case value == nil:
		return stmt("PERFORM " + p.helper("job_attribute") + "(" + p.arg(name, 't').s + ", " + p.arg(attribute, 't').s + ", NULL);")
	case !known:
		p.refuseJob(e, "an attribute that is not known here")
	case slices.Contains(refusedAttributes, text):
		p.refuseJob(e, text+", which the library does not have")
	}
	v := p.arg(value, '-')
	if p.typ(value).IsString() || v.c == cLit {
		v = p.arg(value, 't')
	} else {
		v = v.cast("text", cText)
	}
	args := []string{p.arg(name, 't').s, p.arg(attribute, 't').s, v.s}
	switch text {
	case "job_action", "program_action":
		if s, ok := p.jobAction(e, value); ok {
			args = append(args, s)
		} else {
			p.refuseJob(e, unknownAction)
		}
	case "repeat_interval":
		if s, _ := p.jobNext(e, value, true); s != "" {
			args = append(args, s)
		}
	}
	return stmt("PERFORM " + p.helper("job_attribute") + "(" + strings.Join(args, ", ") + ");")
}

// doJobArgument writes SET_JOB_ARGUMENT_VALUE(job_name, argument_position or argument_name, argument_value).
func doJobArgument(p *printer, e *ir.Call, _ []val) val {
	p.jobsRun(e)
	var name, place, value ir.Expr
	for i, a := range e.Args {
		switch {
		case a.Name.Is("JOB_NAME") || a.Name.IsZero() && i == 0:
			name = a.Value
		case a.Name.Is("ARGUMENT_VALUE") || a.Name.IsZero() && i == 2:
			value = a.Value
		default:
			place = a.Value
		}
	}
	if name == nil || place == nil || value == nil {
		return stmt(p.noRow(e).s + ";")
	}
	want := byte('t')
	if p.typ(place).IsNumber() {
		want = 'N'
	}
	at := p.arg(place, want)
	if want == 't' {
		at = at.cast("text", cText)
	} else {
		at = at.cast("numeric", cNum)
	}
	return stmt("PERFORM " + p.helper("job_argument") + "(" + p.arg(name, 't').s + ", " + at.s + ", " + p.arg(value, 't').s + ");")
}

// argumentTypes begin the data types that DEFINE_PROGRAM_ARGUMENT is given.
var argumentTypes = []string{"VARCHAR", "NUMBER", "DATE", "CHAR", "CLOB", "INTEGER", "TIMESTAMP", "BOOLEAN", "PLS_INTEGER", "BINARY", "FLOAT", "NVARCHAR"}

// doProgramArgument writes DEFINE_PROGRAM_ARGUMENT(program_name, argument_position[, argument_name], argument_type[, default_value]).
func doProgramArgument(p *printer, e *ir.Call, _ []val) val {
	p.jobsRun(e)
	order := []string{"program_name", "argument_position", "argument_name", "argument_type", "default_value", "out_argument"}
	if len(e.Args) > 2 {
		if t, ok := p.constText(e, 2); ok && e.Args[2].Name.IsZero() && slices.ContainsFunc(argumentTypes, func(s string) bool { return strings.HasPrefix(strings.ToUpper(t), s) }) {
			order = slices.Delete(order, 2, 3)
		}
	}
	g := p.jobArgs(e)
	for i, a := range e.Args {
		if a.Name.IsZero() && i < len(order) && !p.isNull(a.Value) {
			g[order[i]] = a.Value
		}
	}
	if g["program_name"] == nil || g["argument_position"] == nil {
		return stmt(p.noRow(e).s + ";")
	}
	list := []string{p.arg(g["program_name"], 't').s, p.arg(g["argument_position"], 'n').s, "NULL", "NULL"}
	for i, n := range []string{"argument_name", "default_value"} {
		if x := g[n]; x != nil {
			list[2+i] = p.arg(x, 't').s
		}
	}
	return stmt("PERFORM " + p.helper("job_program_argument") + "(" + strings.Join(list, ", ") + ");")
}

// calendarWords tells a calendaring expression whose clauses the library knows; INCLUDE, EXCLUDE, INTERSECT, PERIODS and schedules as
// frequencies it does not.
func calendarWords(text string) bool {
	freq := false
	for _, clause := range strings.Split(strings.ToUpper(text), ";") {
		word, value, _ := strings.Cut(strings.Join(strings.Fields(clause), ""), "=")
		switch word {
		case "FREQ":
			freq = slices.Contains([]string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"}, value)
		case "", "INTERVAL", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYDATE", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND", "BYTIME", "BYSETPOS":
		default:
			return false
		}
	}
	return freq
}
