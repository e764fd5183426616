package mysql

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	gomysql "github.com/go-mysql-org/go-mysql/mysql"
	"github.com/go-mysql-org/go-mysql/replication"

	"github.com/crosswalk-db/crosswalk/replicate"
	"github.com/crosswalk-db/crosswalk/replicate/event"
)

var _ replicate.Rejoiner = (*Source)(nil)

// place is a position: a file of the log and an offset in it, and, where the server has them, the GTIDs of all that was
// committed up to there. File and offset are one server's own; another one of the same group finds the place by its GTIDs. A
// place that was carried over to another server has no file until that one has told a transaction.
//
// It is written FILE:OFFSET, FILE:OFFSET;GTIDS or ;GTIDS.
type place struct {
	file  string
	pos   uint32
	gtids string
}

func (p place) position() event.Position {
	s := ""
	if p.file != "" {
		s = p.file + ":" + strconv.FormatUint(uint64(p.pos), 10)
	}
	if p.gtids != "" {
		s += ";" + p.gtids
	}
	return event.Position(s)
}

// parsePlace reads a position. A user may also give GTIDs alone.
func parsePlace(p event.Position) (place, error) {
	at, gtids, _ := strings.Cut(string(p), ";")
	if i := strings.LastIndexByte(at, ':'); i > 0 {
		if n, err := strconv.ParseUint(at[i+1:], 10, 32); err == nil {
			return place{at[:i], uint32(n), gtids}, nil
		}
	}
	if gtids == "" {
		at, gtids = "", at
	}
	if _, err := gtidSet(gtids); err != nil || at != "" || gtids == "" {
		return place{}, fmt.Errorf("%w: %q is not a position in a binlog, such as binlog.000004:1234 or a GTID", replicate.ErrPermanent, p)
	}
	return place{gtids: gtids}, nil
}

// gtidSet reads GTIDs: MariaDB's are numbers (domain-server-sequence), MySQL's begin with a UUID and have colons.
func gtidSet(text string) (gomysql.GTIDSet, error) {
	if strings.Contains(text, ":") {
		return gomysql.ParseGTIDSet(gomysql.MySQLFlavor, text)
	}
	return gomysql.ParseGTIDSet(gomysql.MariaDBFlavor, text)
}

// compareGTIDs orders what was committed at two places of one history.
func compareGTIDs(a, b string) (int64, error) {
	if a == "" || b == "" {
		return 0, fmt.Errorf("%w: positions of two servers can be compared by GTIDs only, and one has none", replicate.ErrPermanent)
	}
	x, err := gtidSet(a)
	if err != nil {
		return 0, err
	}
	y, err := gtidSet(b)
	switch {
	case err != nil:
		return 0, err
	case x.Equal(y):
		return 0, nil
	case x.Contain(y):
		return 1, nil
	}
	return -1, nil
}

// gtidsAt asks MariaDB which GTIDs a place of its log stands for; not valid when it does not know. MySQL tells them with the
// place.
func (s *Source) gtidsAt(ctx context.Context, at place) (gtids sql.NullString, err error) {
	flavor, err := s.kind(ctx)
	if err != nil || flavor != "mariadb" || at.file == "" || at.gtids != "" {
		return sql.NullString{String: at.gtids, Valid: at.gtids != ""}, err
	}
	err = s.db.QueryRowContext(ctx, "select binlog_gtid_pos(?, ?)", at.file, at.pos).Scan(&gtids)
	return gtids, wrap(err)
}

// Rejoin implements replicate.Rejoiner: this server must have in its log all that the position stands for.
func (s *Source) Rejoin(ctx context.Context, at event.Position) (event.Position, error) {
	p, err := parsePlace(at)
	if err != nil {
		return "", err
	}
	if p.gtids == "" {
		return "", fmt.Errorf("%w: the checkpoint has no GTIDs by which another server could find it", replicate.ErrOtherSource)
	}
	flavor, err := s.kind(ctx)
	if err != nil {
		return "", err
	}
	if flavor == "mariadb" {
		err = s.knowsMariaDB(ctx, p.gtids)
	} else {
		err = s.knowsMySQL(ctx, p.gtids)
	}
	return place{gtids: p.gtids}.position(), err
}

// knowsMariaDB looks for each GTID among the newest of each domain and server that the log has ever held.
func (s *Source) knowsMariaDB(ctx context.Context, gtids string) error {
	var state string
	if err := s.db.QueryRowContext(ctx, "select @@gtid_binlog_state").Scan(&state); err != nil {
		return wrap(err)
	}
	newest := map[[2]uint32]uint64{}
	for _, text := range strings.Split(state, ",") {
		g, err := gomysql.ParseMariadbGTID(strings.TrimSpace(text))
		if err != nil {
			return fmt.Errorf("%w: gtid_binlog_state: %w", replicate.ErrPermanent, err)
		}
		newest[[2]uint32{g.DomainID, g.ServerID}] = g.SequenceNumber
	}
	for _, text := range strings.Split(gtids, ",") {
		g, err := gomysql.ParseMariadbGTID(text)
		if err != nil {
			return fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
		}
		n, ok := newest[[2]uint32{g.DomainID, g.ServerID}]
		if !ok {
			return fmt.Errorf("%w: its binlog holds nothing of server %d in domain %d: it is no replica of that server, or one without log_slave_updates",
				replicate.ErrOtherSource, g.ServerID, g.DomainID)
		}
		if n < g.SequenceNumber {
			return lacks(text, fmt.Sprintf("%d-%d-%d", g.DomainID, g.ServerID, n))
		}
	}
	return nil
}

// knowsMySQL: what was executed must hold the GTIDs, and nothing behind them may be purged.
func (s *Source) knowsMySQL(ctx context.Context, gtids string) error {
	var executed, purged string
	if err := s.db.QueryRowContext(ctx, "select @@global.gtid_executed, @@global.gtid_purged").Scan(&executed, &purged); err != nil {
		return wrap(err)
	}
	sets := map[string]gomysql.GTIDSet{}
	for _, text := range []string{gtids, executed, purged} {
		set, err := gomysql.ParseGTIDSet(gomysql.MySQLFlavor, strings.ReplaceAll(text, "\n", ""))
		if err != nil {
			return fmt.Errorf("%w: %w", replicate.ErrPermanent, err)
		}
		sets[text] = set
	}
	switch {
	case !sets[executed].Contain(sets[gtids]):
		return lacks(gtids, executed)
	case !sets[gtids].Contain(sets[purged]):
		return fmt.Errorf("%w: the server has purged transactions behind %s", replicate.ErrLost, gtids)
	}
	return nil
}

func lacks(want, have string) error {
	return fmt.Errorf("%w: the target has transactions up to GTID %s, this server only up to %s: it was behind when it took over, and the two histories differ",
		replicate.ErrLost, want, have)
}

// gtids follow the log: those of all that was committed, and that of the transaction which is being read.
type gtids struct {
	set  gomysql.GTIDSet // nil where the position has none
	text string
	open string
}

// newGTIDs begins with what was committed before; none at all is known of a fresh server's log only.
func newGTIDs(at sql.NullString) (gtids, error) {
	if !at.Valid {
		return gtids{}, nil
	}
	set, err := gtidSet(at.String)
	return gtids{set: set, text: at.String}, err
}

// begins takes the event in front of a transaction.
func (g *gtids) begins(e *replication.GTIDEvent) error {
	g.open = ""
	next, err := e.GTIDNext()
	if err == nil && e.GNO > 0 { // 0 is that of an anonymous one
		g.open = next.String()
	}
	return err
}

// ended adds the transaction that was read.
func (g *gtids) ended() (string, error) {
	if g.open == "" || g.set == nil {
		return g.text, nil
	}
	if err := g.set.Update(g.open); err != nil {
		return "", err
	}
	g.open, g.text = "", g.set.String()
	return g.text, nil
}
