package mysql

import (
	"context"
	"errors"
	"fmt"
	"strings"

	gomysql "github.com/go-mysql-org/go-mysql/mysql"
)

// cutOff tells of a file of the log that ends within an event: the server went down while it wrote a transaction. The
// transaction was not committed, since the event that ends it comes last, and recovery has rolled it back.
func cutOff(err error) bool {
	var me *gomysql.MyError
	return errors.As(err, &me) && me.Code == 1236 && strings.Contains(me.Message, "truncated in the middle of event")
}

// nextFile goes on with the file that the server has begun when it came back. Where there is none, the log is still being
// written, or lost.
func (st *stream) nextFile(ctx context.Context) error {
	cause := st.cut
	st.cut = nil
	rows, err := queryStrings(ctx, st.src.db, "show binary logs")
	if err != nil {
		return err
	}
	next := ""
	for i := range rows[:max(len(rows)-1, 0)] {
		if rows[i][0] == st.file {
			next = rows[i+1][0]
		}
	}
	if next == "" {
		return fmt.Errorf("binlog file %s ends within an event, and is the newest: %w", st.file, cause)
	}
	st.syncer.Close()
	st.buf.Discard()
	st.inTx, st.astray, st.file, st.gtids.open = false, false, next, ""
	st.moved = place{next, 4, st.moved.gtids}
	return st.open(st.moved)
}
