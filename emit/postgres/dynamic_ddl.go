package postgres

import (
	"regexp"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// DDL in a dynamic text: what serves Oracle's storage or compiler alone is left out, some is spelt otherwise, some is refused by name.
// The text is looked at as a whole; "\x00" stands for a value that only a run gives.

const textName = `[\w$#."\x00]+` // of an object, or what a value gives of one

// upkeep are the commands after which a program sees nothing else than before.
var upkeep = []struct {
	re  *regexp.Regexp
	why string
}{
	{regexp.MustCompile(`(?is)^\s*(purge)\s+(?:recyclebin|dba_recyclebin|table|index|tablespace)\b`), "PostgreSQL has no recycle bin"},
	{regexp.MustCompile(`(?is)^\s*(alter\s+(?:package|procedure|function|view|trigger|type|materialized\s+view))\s+` + textName + `\s+compile\b`),
		"PostgreSQL compiles a routine when it is called first"},
	{regexp.MustCompile(`(?is)^\s*(alter\s+table)\s+` + textName + `\s+(?:move(?:\s+(?:tablespace|online|compress|nocompress|parallel|nologging|logging)\b.*)?|shrink\s+space\b.*|` +
		`(?:no)?logging|(?:no)?parallel(?:\s*\(?[^()]*\)?)?|(?:no)?cache|(?:no)?compress\b.*|(?:en|dis)able\s+row\s+movement|deallocate\s+unused\b.*|allocate\s+extent\b.*)\s*$`),
		"it only changes how Oracle stores the table"},
	{regexp.MustCompile(`(?is)^\s*(alter\s+index)\s+` + textName + `\s+(?:rebuild|coalesce|shrink|(?:no)?monitoring|(?:no)?logging|(?:no)?parallel)\b`),
		"autovacuum keeps the indexes of PostgreSQL"},
	{regexp.MustCompile(`(?is)^\s*(analyze\s+(?:table|index|cluster))\s+` + textName + `\s+(?:compute|estimate|delete)\b`), "PostgreSQL gathers statistics by itself (autovacuum)"},
	{regexp.MustCompile(`(?is)^\s*(alter\s+system\s+flush)\b`), "the cache belongs to the server"},
}

// upkeepText writes nothing for such a command.
func (p *printer) upkeepText(s *ir.ExecImmediate) bool {
	if _, known := p.textParts(s.SQL); !known || len(s.Into)+len(s.Using)+len(s.Returning) > 0 {
		return false
	}
	text := markedText(concatOperands(s.SQL), nil)
	for _, u := range upkeep {
		if m := u.re.FindStringSubmatch(text); m != nil {
			what := wordsOf(m[1])
			p.find(diag.DynamicSQL, s.Sp, "%s in the text of the dynamic statement is left out: %s", what, u.why)
			p.W("NULL;\n")
			p.rt.found = nil
			return true
		}
	}
	return false
}

// markedText puts the constants of a text together, as text has them where it does.
func markedText(list []ir.Expr, text map[*ir.StringLit]string) string {
	var b strings.Builder
	for _, x := range list {
		l, ok := x.(*ir.StringLit)
		t, changed := text[l]
		switch {
		case ok && changed:
			b.WriteString(t)
		case ok:
			b.WriteString(l.Value)
		default:
			b.WriteByte(0)
		}
	}
	return b.String()
}

func wordsOf(s string) string {
	return strings.ReplaceAll(strings.ToUpper(strings.Join(strings.Fields(s), " ")), "\x00", "…")
}

// refusedDDL are commands that PostgreSQL does not know, or that mean what it has no room for; the first group names them.
var refusedDDL = []*regexp.Regexp{
	regexp.MustCompile(`(?is)^\s*alter\s+table\b[^']*\b(modify|disable\s+constraint|enable\s+constraint|(?:en|dis)able\s+(?:novalidate\s+|validate\s+)?(?:primary|unique)|set\s+unused|` +
		`(?:drop|truncate|add|split|merge|exchange|modify|move|rename|coalesce)\s+(?:sub)?partitions?|read\s+(?:only|write)|(?:add|drop)\s+supplemental|move|shrink)\b`),
	regexp.MustCompile(`(?is)^\s*(create\s+(?:or\s+replace\s+)?(?:public\s+)?(?:context|synonym|directory|database\s+link|package|profile))\b`),
	regexp.MustCompile(`(?is)^\s*(create\s+(?:or\s+replace\s+)?(?:editionable\s+|noneditionable\s+)?(?:type|procedure|function|trigger|library|java))\b`),
	regexp.MustCompile(`(?is)^\s*(create\s+private\s+temporary)\b`),
	regexp.MustCompile(`(?is)^\s*(create\s+user|alter\s+user|alter\s+(?:system|database|tablespace|profile|synonym|library|java|type|trigger|package|index|materialized\s+view))\b`),
	regexp.MustCompile(`(?is)^\s*(drop\s+(?:public\s+)?(?:package|synonym|directory|context|database\s+link|profile|library|java|tablespace|trigger))\b`),
	regexp.MustCompile(`(?is)^\s*(drop\s+type)\b.*\bforce\b`),
	regexp.MustCompile(`(?is)^\s*(drop\s+user\b.*\bcascade)\b`),
	regexp.MustCompile(`(?is)^\s*(flashback|audit|noaudit|associate|disassociate|analyze)\b`),
	regexp.MustCompile(`(?is)^\s*(select)\b[^']*\binto\s+:`),
}

// onlyOracle gives the words of a dynamic statement that PostgreSQL certainly refuses, "" for none.
func onlyOracle(text string) string {
	for _, re := range refusedDDL {
		if m := re.FindStringSubmatch(text); m != nil {
			return wordsOf(m[1])
		}
	}
	if m := systemPrivilege.FindStringSubmatch(text); m != nil && !strings.Contains(wordsOf(text), " ON ") {
		return "GRANT of the system privilege " + wordsOf(m[1])
	}
	if m := linkedTable.FindStringSubmatch(text); m != nil {
		return "the database link " + m[1]
	}
	if m := beginsWith.FindStringSubmatch(text); m != nil && !commands[strings.ToUpper(m[1])] {
		return "the word " + m[1] + ", which begins no SQL statement,"
	}
	return ""
}

var (
	systemPrivilege = regexp.MustCompile(`(?is)^\s*(?:grant|revoke)\s+(?:[^']*,\s*)?((?:create|alter|drop|select|insert|update|delete|execute|administer|unlimited|debug|manage|under|global|exempt)\s+\w+(?:\s+\w+)??)\s*(?:,|\bto\b|\bfrom\b)`)
	linkedTable     = regexp.MustCompile(`(?is)^\s*(?:select|insert|update|delete|merge|with)\b[^']*?\b(?:from|into|update|join|using)\s+[\w$#."]+@([\w$#.]+)`)
	beginsWith      = regexp.MustCompile(`^\s*([A-Za-z][\w$#.]*)[\s(]`)
)

// commands are the words that a statement of either side begins with.
var commands = wordSet("SELECT WITH INSERT UPDATE DELETE MERGE CREATE ALTER DROP TRUNCATE GRANT REVOKE COMMENT LOCK ANALYZE CALL SET COMMIT ROLLBACK SAVEPOINT EXPLAIN RENAME " +
	"PURGE FLASHBACK AUDIT NOAUDIT ASSOCIATE DISASSOCIATE BEGIN DECLARE VALUES")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// rewriteText gives the constants of a text what f makes of it as a whole, where the values stay as they are.
func rewriteText(list []ir.Expr, text map[*ir.StringLit]string, f func(string) string) {
	old := markedText(list, text)
	now := f(old)
	pieces := strings.Split(now, "\x00")
	if now == old || len(pieces) != strings.Count(old, "\x00")+1 {
		return
	}
	n, used := 0, false
	for _, x := range list {
		l, ok := x.(*ir.StringLit)
		switch {
		case !ok:
			if !used && pieces[n] != "" {
				return // the text begins with a value
			}
			n, used = n+1, false
		case used:
			text[l] = ""
		default:
			text[l], used = pieces[n], true
		}
	}
}
