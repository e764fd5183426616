package tsql

import (
	"slices"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/parser/lex"
	"github.com/crosswalk-db/crosswalk/parser/tsql/scan"
	"github.com/crosswalk-db/crosswalk/parser/tsql/syntax"
)

// A system procedure that defines or changes something, called by a script, is DDL with another spelling.

// systemProcs are those that are understood, with what makes objects of their call.
var systemProcs = map[string]func(*lowerer, *systemCall) []ir.Object{
	"SP_ADDEXTENDEDPROPERTY":    (*lowerer).extendedProperty,
	"SP_UPDATEEXTENDEDPROPERTY": (*lowerer).extendedProperty,
	"SP_DROPEXTENDEDPROPERTY":   dropCall("a description that is dropped was never written"),
	"SP_RENAME":                 (*lowerer).rename,
	"SP_BINDEFAULT":             (*lowerer).bindDefault,
	"SP_UNBINDEFAULT":           (*lowerer).bindDefault,
	"SP_BINDRULE":               (*lowerer).bindRule,
	"SP_UNBINDRULE":             (*lowerer).bindRule,
	"SP_ADDTYPE":                (*lowerer).addType,
	"SP_DROPTYPE":               dropCall("the installation starts empty"),
	"SP_ADDROLE":                (*lowerer).addRole,
	"SP_ADDUSER":                (*lowerer).addUser,
	"SP_ADDLOGIN":               (*lowerer).addUser,
	"SP_GRANTDBACCESS":          (*lowerer).addUser,
	"SP_GRANTLOGIN":             (*lowerer).addUser,
	"SP_ADDROLEMEMBER":          (*lowerer).addRoleMember,
	"SP_DROPROLEMEMBER":         (*lowerer).addRoleMember,
	"SP_ADDSRVROLEMEMBER":       dropCall("roles of the server have no counterpart in a database"),
	"SP_DEFAULTDB":              dropCall("it concerns a login's session"),
	"SP_CHANGE_USERS_LOGIN":     dropCall("it repairs users after a restore"),
	"SP_DBOPTION":               dropCall("options of the database have no counterpart in a schema"),
	"SP_DBCMPTLEVEL":            dropCall("options of the database have no counterpart in a schema"),
	"SP_CONFIGURE":              dropCall("it configures SQL Server"),
	"SP_TABLEOPTION":            dropCall("it tunes SQL Server's storage"),
	"SP_INDEXOPTION":            dropCall("it tunes SQL Server's storage"),
	"SP_AUTOSTATS":              dropCall("PostgreSQL gathers statistics by itself"),
	"SP_CREATESTATS":            dropCall("PostgreSQL gathers statistics by itself"),
	"SP_UPDATESTATS":            dropCall("PostgreSQL gathers statistics by itself"),
	"SP_RECOMPILE":              dropCall("PostgreSQL makes new plans by itself"),
	"SP_REFRESHVIEW":            dropCall("the views are created anew"),
	"SP_REFRESHSQLMODULE":       dropCall("the modules are created anew"),
	"SP_SETTRIGGERORDER":        (*lowerer).triggerOrder,
	"SP_PROCOPTION":             dropCall("procedures that run when the server starts have no counterpart"),
	"SP_FULLTEXT_DATABASE":      dropCall("it only serves full-text indexes, which are refused one by one"),
	"SP_FULLTEXT_CATALOG":       dropCall("it only serves full-text indexes, which are refused one by one"),
	"SP_ADDMESSAGE":             refuseCall("message", diag.ServerMessage),
	"SP_DROPMESSAGE":            dropCall("messages are refused one by one"),
	"SP_ADDLINKEDSERVER":        refuseCall("linked server", diag.LinkedServer),
	"SP_ADDLINKEDSRVLOGIN":      refuseCall("linked server", diag.LinkedServer),
	"SP_SERVEROPTION":           refuseCall("linked server", diag.LinkedServer),
	"SP_DROPSERVER":             dropCall("linked servers are refused one by one"),
}

// systemPrefixes are families of system procedures that are refused.
var systemPrefixes = []struct {
	prefix, what string
	code         *diag.Code
}{
	{"SP_CDC_", "change data capture", diag.Replication},
	{"SP_ADD_JOB", "job", diag.AgentJob}, {"SP_UPDATE_JOB", "job", diag.AgentJob}, {"SP_ADD_SCHEDULE", "job", diag.AgentJob},
	{"SP_ATTACH_SCHEDULE", "job", diag.AgentJob}, {"SP_ADD_CATEGORY", "job", diag.AgentJob}, {"SP_ADD_ALERT", "job", diag.AgentJob},
	{"SP_ADD_OPERATOR", "job", diag.AgentJob}, {"SP_ADD_NOTIFICATION", "job", diag.AgentJob}, {"SP_DELETE_JOB", "job", diag.AgentJob},
	{"SYSMAIL_", "database mail", diag.DatabaseMail},
	{"SP_ADDPUBLICATION", "replication", diag.Replication}, {"SP_ADDARTICLE", "replication", diag.Replication},
	{"SP_ADDSUBSCRIPTION", "replication", diag.Replication}, {"SP_ADDPUSHSUBSCRIPTION", "replication", diag.Replication},
	{"SP_REPLICATIONDBOPTION", "replication", diag.Replication}, {"SP_ADDPULLSUBSCRIPTION", "replication", diag.Replication},
	{"SP_ADDDISTRIBUTOR", "replication", diag.Replication}, {"SP_ADDLOGREADER", "replication", diag.Replication},
}

// systemCall is a call of a system procedure with constant arguments.
type systemCall struct {
	ctx   syntax.IExecStmtContext
	proc  string
	named map[string]string
	list  []string
}

// arg gives an argument by its parameter's name or its place from 0; "" where it was not given or is no constant.
func (c *systemCall) arg(name string, at int) string {
	if v, ok := c.named[name]; ok {
		return v
	}
	if at < len(c.list) && at >= 0 {
		return c.list[at]
	}
	return ""
}

func dropCall(why string) func(*lowerer, *systemCall) []ir.Object {
	return func(l *lowerer, c *systemCall) []ir.Object {
		return one(l.dropped(c.ctx, "call of "+strings.ToLower(c.proc), ir.QName{}, why))
	}
}

func refuseCall(what string, code *diag.Code) func(*lowerer, *systemCall) []ir.Object {
	return func(l *lowerer, c *systemCall) []ir.Object {
		n := c.arg("@NAME", 0)
		for _, p := range []string{"@JOB_NAME", "@SERVER", "@PUBLICATION", "@ACCOUNT_NAME", "@PROFILE_NAME", "@SOURCE_NAME", "@MSGNUM"} {
			if v := c.named[p]; v != "" {
				n = v
			}
		}
		q := ir.QName{}
		if n != "" {
			q = ir.QName{Parts: []ir.Name{ir.MakeName(n)}, Sp: l.span(c.ctx)}
		}
		return one(l.refused(c.ctx, what, q, code, "%s", strings.ToLower(c.proc)))
	}
}

// definer finds what makes objects of a call; nil for a procedure that is none of the system's that define something.
func definer(ctx syntax.IExecStmtContext) (string, func(*lowerer, *systemCall) []ir.Object) {
	if ctx == nil || ctx.VAR() != nil || ctx.LPAREN() != nil || ctx.AS() != nil || len(ctx.AllIDENT()) == 0 {
		return "", nil
	}
	name := ident(ctx.IDENT(0))
	for _, m := range ctx.AllExecMore() {
		if m.IDENT() != nil {
			name = ident(m.IDENT())
		}
	}
	if f := systemProcs[name.Key]; f != nil {
		return name.Key, f
	}
	for _, p := range systemPrefixes {
		if strings.HasPrefix(name.Key, p.prefix) {
			return name.Key, refuseCall(p.what, p.code)
		}
	}
	return "", nil
}

// systemProcedure lowers the call of a system procedure that defines something.
func (l *lowerer) systemProcedure(ctx syntax.IExecStmtContext) []ir.Object {
	proc, f := definer(ctx)
	if f == nil {
		return one(l.refused(ctx, "call", ir.QName{}, notYet, "the call is not converted"))
	}
	c := &systemCall{ctx: ctx, proc: proc, named: map[string]string{}}
	if ctx.ExecArgs() != nil {
		for _, a := range ctx.ExecArgs().AllExecArg() {
			l.callArg(c, a)
		}
	}
	return f(l, c)
}

// callArg reads one argument: [@name =] value. A text loses its quotes; several that are joined become one.
func (l *lowerer) callArg(c *systemCall, a syntax.IExecArgContext) {
	toks := l.tokens(a)
	name := ""
	if len(toks) > 2 && toks[0].Type == scan.VAR && toks[1].Type == scan.EQ {
		name = strings.ToUpper(toks[0].Text())
		toks = toks[2:]
	}
	var b strings.Builder
	for _, t := range toks {
		switch {
		case t.Type == scan.STRING:
			b.WriteString(textOf(t.Text()))
		case t.Type == scan.NULL || t.Type == scan.PLUS || t.Type == scan.OUTPUT:
		case t.Type == scan.IDENT:
			b.WriteString(identifier(t.Text()).Text)
		case strings.HasPrefix(t.Text(), "'"), strings.HasPrefix(t.Text(), "N'"), strings.HasPrefix(t.Text(), "n'"):
			b.WriteString(textOf(t.Text()))
		default:
			b.WriteString(t.Text())
		}
	}
	if name != "" {
		c.named[name] = b.String()
	} else {
		c.list = append(c.list, b.String())
	}
}

// textOf is the value of a text constant.
func textOf(s string) string {
	s = strings.TrimLeft(s, "Nn")
	if len(s) >= 2 && (s[0] == '\'' || s[0] == '"') {
		q := s[:1]
		return strings.ReplaceAll(s[1:len(s)-1], q+q, q)
	}
	return s
}

// extendedProperty lowers a description; other properties are for tools.
func (l *lowerer) extendedProperty(c *systemCall) []ir.Object {
	name := c.arg("@NAME", 0)
	target, on := c.described(l)
	if !strings.EqualFold(name, "MS_Description") && !strings.EqualFold(name, "Description") {
		return one(l.dropped(c.ctx, "extended property", target, "the property "+name+" is no description"))
	}
	if on == "" {
		return one(l.dropped(c.ctx, "extended property", target, "what it describes has no counterpart"))
	}
	o := &ir.CommentOn{On: on, Target: target, Text: c.arg("@VALUE", 1)}
	o.Name, o.Schema = target, target.Parts[0]
	return one(o)
}

// described gives what the levels of an extended property name, and its kind.
func (c *systemCall) described(l *lowerer) (ir.QName, string) {
	q := ir.QName{Sp: l.span(c.ctx)}
	kind := ""
	for i, level := range []string{"0", "1", "2"} {
		t, n := c.arg("@LEVEL"+level+"TYPE", 2+2*i), c.arg("@LEVEL"+level+"NAME", 3+2*i)
		if t == "" || n == "" {
			break
		}
		kind = strings.ToUpper(t)
		q.Parts = append(q.Parts, identifier(strings.TrimSpace(n)))
	}
	switch kind {
	case "USER", // a user or role; before SQL Server 2005 a schema was one
		"SCHEMA", "TABLE", "COLUMN", "VIEW", "PROCEDURE", "FUNCTION", "SEQUENCE", "TYPE", "CONSTRAINT", "INDEX", "TRIGGER":
	default: // PARAMETER, FILEGROUP, DATABASE …
		kind = ""
	}
	if len(q.Parts) == 0 {
		q.Parts = []ir.Name{ir.MakeName("database")}
	}
	return q, kind
}

// rename lowers sp_rename.
func (l *lowerer) rename(c *systemCall) []ir.Object {
	old, to := l.dotted(c.arg("@OBJNAME", 0), c), identifier(c.arg("@NEWNAME", 1))
	kind := strings.ToUpper(c.arg("@OBJTYPE", 2))
	n := len(old.Parts)
	switch {
	case n == 0 || to.IsZero():
		return one(l.refused(c.ctx, "rename", ir.QName{}, notYet, "what is renamed is not a constant"))
	case kind == "COLUMN" && n > 1:
		a := &ir.AlterTable{Actions: []ir.AlterAction{{Sp: l.span(c.ctx), RenameColumn: [2]ir.Name{old.Parts[n-1], to}}}}
		a.Name = ir.QName{Parts: old.Parts[:n-1], Sp: old.Sp}
		return one(a)
	case kind == "INDEX" && n > 1:
		a := &ir.AlterObject{Kind: "INDEX", RenameTo: to, Table: ir.QName{Parts: old.Parts[:n-1], Sp: old.Sp}}
		a.Name = ir.QName{Parts: old.Parts[n-1:], Sp: old.Sp}
		a.Schema = a.Table.Qualifier()
		return one(a)
	case kind == "USERDATATYPE":
		a := &ir.AlterObject{Kind: "TYPE", RenameTo: to}
		a.Name = old
		return one(a)
	}
	a := &ir.AlterTable{Actions: []ir.AlterAction{{Sp: l.span(c.ctx), RenameTo: to}}}
	a.Name = old
	return one(a)
}

// bodyRename lowers sp_rename of a body where all that it is given is constant; nil for all else.
func (l *lowerer) bodyRename(ctx syntax.IExecStmtContext) ir.Stmt {
	if proc, _ := definer(ctx); proc != "SP_RENAME" || ctx.ExecArgs() == nil {
		return nil
	}
	for _, a := range ctx.ExecArgs().AllExecArg() {
		toks := l.tokens(a)
		if len(toks) > 2 && toks[1].Type == scan.EQ {
			toks = toks[2:]
		}
		if slices.ContainsFunc(toks, func(t lex.Token) bool { return t.Type == scan.VAR }) {
			return nil
		}
	}
	return l.bodyObjects(func() []ir.Object { return l.systemProcedure(ctx) })
}

// dotted reads a name inside a text.
func (l *lowerer) dotted(s string, c *systemCall) ir.QName {
	q := ir.QName{Sp: l.span(c.ctx)}
	for s = strings.TrimSpace(s); s != ""; {
		part, rest := s, ""
		if s[0] == '[' {
			if i := strings.IndexByte(s, ']'); i > 0 {
				part, rest = s[:i+1], strings.TrimPrefix(s[i+1:], ".")
			}
		} else if i := strings.IndexByte(s, '.'); i >= 0 {
			part, rest = s[:i], s[i+1:]
		}
		q.Parts = append(q.Parts, identifier(part))
		s = rest
	}
	return q
}

func (l *lowerer) bindDefault(c *systemCall) []ir.Object { return l.binding(c, true) }
func (l *lowerer) bindRule(c *systemCall) []ir.Object    { return l.binding(c, false) }

// binding lowers sp_bindefault and sp_bindrule (what, to what), and their opposites (from what).
func (l *lowerer) binding(c *systemCall, isDefault bool) []ir.Object {
	b := &ir.BindRule{Default: isDefault}
	first, second := l.dotted(c.arg("@DEFNAME", 0)+c.named["@RULENAME"], c), l.dotted(c.arg("@OBJNAME", 1), c)
	if strings.Contains(c.proc, "UNBIND") {
		first, second = ir.QName{}, l.dotted(c.arg("@OBJNAME", 0), c)
	}
	b.Rule, b.Target = first, second
	b.Name = second
	b.Sp = l.span(c.ctx)
	return one(b)
}

func (l *lowerer) addRole(c *systemCall) []ir.Object {
	return one(l.role(identifier(c.arg("@ROLENAME", 0)), false, false))
}

func (l *lowerer) addUser(c *systemCall) []ir.Object {
	n := c.arg("@NAME_IN_DB", 1)
	if n == "" || c.proc == "SP_ADDLOGIN" {
		n = c.arg("@LOGINAME", 0)
	}
	if name := identifier(n); !name.IsZero() && !systemUsers[name.Key] {
		return one(l.role(name, true, c.proc == "SP_ADDLOGIN"))
	}
	return one(l.dropped(c.ctx, "user", ir.QName{}, "the user comes with SQL Server"))
}

func (l *lowerer) addRoleMember(c *systemCall) []ir.Object {
	role, member := identifier(c.arg("@ROLENAME", 0)), identifier(c.arg("@MEMBERNAME", 1))
	if role.IsZero() || member.IsZero() {
		return one(l.refused(c.ctx, "membership", ir.QName{}, notYet, "role or member is not a constant"))
	}
	if systemUsers[member.Key] {
		return one(l.dropped(c.ctx, "membership", ir.QName{}, "the owner of the database has every right"))
	}
	return one(l.membership(role, member, c.proc == "SP_DROPROLEMEMBER"))
}

func (l *lowerer) triggerOrder(c *systemCall) []ir.Object {
	return one(l.dropped(c.ctx, "trigger order", l.dotted(c.arg("@TRIGGERNAME", 0), c), "triggers of an event fire in the order of their names"))
}
