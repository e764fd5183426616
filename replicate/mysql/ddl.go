package mysql

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/go-mysql-org/go-mysql/replication"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

// query takes a statement of the log: the ends of transactions, and DDL.
func (st *stream) query(ctx context.Context, ev *replication.BinlogEvent, e *replication.QueryEvent) (*event.Tx, error) {
	words := split(string(e.Query))
	if len(words) == 0 {
		return nil, nil
	}
	switch strings.ToUpper(words[0]) {
	case "BEGIN":
		st.begin(ev)
		return nil, nil
	case "COMMIT":
		return st.end(ev)
	case "ROLLBACK":
		st.buf.Discard()
		return st.end(ev)
	case "SAVEPOINT", "RELEASE":
		return nil, nil
	case "XA":
		if len(words) > 1 && strings.EqualFold(words[1], "ROLLBACK") {
			st.buf.Discard()
		}
		return st.end(ev)
	}
	kind, tables := affected(words, string(e.Schema))
	for _, id := range tables {
		if !st.tables[id] {
			continue
		}
		if err := st.changed(ctx, kind, id, string(e.Query)); err != nil {
			return nil, err
		}
	}
	return st.end(ev)
}

// changed tells of a table that a statement changed. What it is like is asked of the server of today: the log does not say.
func (st *stream) changed(ctx context.Context, kind string, id event.TableID, text string) error {
	known := st.src.table(id)
	switch kind {
	case "TRUNCATE":
		return st.buf.Add(&event.Change{Op: event.Truncate, Table: known.Table})
	case "INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD":
		return fmt.Errorf("%w: table %s was changed by a statement that the log holds as such (binlog_format): reload it", replicate.ErrLost, id)
	}
	list, err := st.src.Describe(ctx, []event.TableID{id})
	if err != nil {
		return err
	}
	c := &event.Change{Op: event.DDL, Table: known.Table, Text: text}
	if len(list) > 0 {
		c.Schema = list[0]
		if same(known.Table, c.Schema) {
			return nil // an index, a comment
		}
	}
	return st.buf.Add(c)
}

func same(a, b *event.Table) bool {
	if len(a.Columns) != len(b.Columns) || len(a.Key) != len(b.Key) {
		return false
	}
	for i := range a.Columns {
		if a.Columns[i].Name != b.Columns[i].Name || a.Columns[i].Type.Native != b.Columns[i].Type.Native {
			return false
		}
	}
	for i := range a.Key {
		if a.Key[i] != b.Key[i] {
			return false
		}
	}
	return true
}

// affected reads which tables a statement concerns: only as much of SQL as DDL needs.
func affected(words []string, schema string) (kind string, out []event.TableID) {
	kind = strings.ToUpper(words[0])
	i := 1
	skip := func(names ...string) {
		for again := true; again && i < len(words); {
			again = false
			for _, n := range names {
				if i < len(words) && strings.EqualFold(words[i], n) {
					i++
					again = true
				}
			}
		}
	}
	switch kind {
	case "ALTER", "DROP", "RENAME", "TRUNCATE", "CREATE":
		skip("ONLINE", "OFFLINE", "IGNORE", "TEMPORARY", "OR", "REPLACE")
		if i >= len(words) || !strings.EqualFold(words[i], "TABLE") && !strings.EqualFold(words[i], "TABLES") {
			if kind != "TRUNCATE" {
				return kind, nil
			}
		} else {
			i++
		}
	case "INSERT", "REPLACE":
		skip("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO")
	case "UPDATE", "DELETE":
		skip("LOW_PRIORITY", "QUICK", "IGNORE", "FROM")
	default:
		return kind, nil
	}
	skip("IF", "NOT", "EXISTS", "WAIT", "NOWAIT")
	for i < len(words) {
		var id event.TableID
		if id, i = name(words, i, schema); id.Name == "" {
			break
		}
		out = append(out, id)
		if kind != "DROP" && kind != "RENAME" || i >= len(words) || words[i] != "," && !strings.EqualFold(words[i], "TO") {
			break
		}
		i++
	}
	return kind, out
}

func name(words []string, i int, schema string) (event.TableID, int) {
	n := unquote(words[i])
	i++
	if i+1 < len(words) && words[i] == "." {
		return event.TableID{Schema: n, Name: unquote(words[i+1])}, i + 2
	}
	return event.TableID{Schema: schema, Name: n}, i
}

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '`' || s[0] == '"') {
		return strings.ReplaceAll(s[1:len(s)-1], s[:1]+s[:1], s[:1])
	}
	return s
}

// split cuts a statement into words, quoted names and marks; comments vanish, but what is in /*! */ is SQL.
func split(s string) []string {
	var out []string
	for len(s) > 0 && len(out) < 200 {
		c := s[0]
		switch {
		case unicode.IsSpace(rune(c)):
			s = s[1:]
		case strings.HasPrefix(s, "/*!"):
			s = strings.TrimLeft(s[3:], "M0123456789")
		case strings.HasPrefix(s, "*/"):
			s = s[2:]
		case strings.HasPrefix(s, "/*"):
			s = after(s, "*/")
		case c == '#' || strings.HasPrefix(s, "-- "):
			s = after(s, "\n")
		case c == '`' || c == '"' || c == '\'':
			n := quoted(s)
			out, s = append(out, s[:n]), s[n:]
		case strings.IndexByte("(),.;=", c) >= 0:
			out, s = append(out, s[:1]), s[1:]
		default:
			n := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("(),.;=`\"'", r) })
			if n < 0 {
				n = len(s)
			}
			out, s = append(out, s[:n]), s[n:]
		}
	}
	return out
}

func after(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	return rest
}

func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] == s[0] {
			if i+1 < len(s) && s[i+1] == s[0] {
				i++
				continue
			}
			return i + 1
		}
	}
	return len(s)
}
