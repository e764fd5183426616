package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/crosswalk-db/crosswalk/checks"
)

var _ checks.Pager = Engine{}

// Pages implements checks.Pager. Other access methods and foreign tables may not have pages to sample.
func (Engine) Pages(ctx context.Context, db *sql.DB, t checks.Name) (pages int64, err error) {
	var stored bool
	err = db.QueryRowContext(ctx, `WITH RECURSIVE t AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2
  UNION ALL
  SELECT i.inhrelid FROM pg_inherits i JOIN t ON t.oid = i.inhparent)
SELECT coalesce(max(pg_relation_size(c.oid) / current_setting('block_size')::bigint), 0)::bigint,
       coalesce(bool_and(c.relkind = 'p' OR c.relkind IN ('r', 'm') AND a.amname IS NOT DISTINCT FROM 'heap'), false)
FROM t JOIN pg_class c ON c.oid = t.oid LEFT JOIN pg_am a ON a.oid = c.relam`, t.Schema, t.Table).Scan(&pages, &stored)
	if !stored {
		pages = 0
	}
	return pages, err
}

// Sampled implements checks.Pager.
func (Engine) Sampled(percent float64) string {
	return fmt.Sprintf(" TABLESAMPLE SYSTEM (%g)", percent)
}

// bucketTypes are what keys are cast to, so that a domain or a narrower type of one side does not count.
var bucketTypes = map[checks.Class]string{
	checks.Int: "bigint", checks.Decimal: "numeric", checks.Date: "date", checks.Timestamp: "timestamp", checks.Instant: "timestamptz",
}

// Bucket implements checks.Pager by width_bucket with an array of lower bounds (section 9.3, "Mathematical Functions").
func (e Engine) Bucket(c *checks.Column, as checks.Canon, bounds []string) string {
	to := bucketTypes[c.Class]
	if to == "" {
		return ""
	}
	list := make([]string, len(bounds))
	for i, b := range bounds {
		list[i] = e.Value(c, as, b)
	}
	return fmt.Sprintf("width_bucket(%s::%s, ARRAY[%s]::%s[])", e.Ident(c.Name), to, strings.Join(list, ", "), to)
}

// Workers implements checks.Pager. The hashes are what takes time, not the rows' way to the session's process.
func (Engine) Workers(n int) string {
	return fmt.Sprintf("SET LOCAL max_parallel_workers_per_gather = %d; SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0", n-1)
}
