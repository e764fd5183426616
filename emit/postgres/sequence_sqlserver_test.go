package postgres

import (
	"testing"

	"github.com/crosswalk-db/crosswalk/ir"
)

// TestSQLServerSequence: what CREATE SEQUENCE of the Transact-SQL reference says about START, and both signs.
func TestSQLServerSequence(t *testing.T) {
	integer := &ir.Type{Kind: ir.TInt, Bits: 32}
	tests := []struct {
		typ  *ir.Type
		o    ir.SequenceOptions
		want string
	}{
		{nil, ir.SequenceOptions{}, " START WITH -9223372036854775808 MINVALUE -9223372036854775808"},
		{nil, ir.SequenceOptions{Start: "1", Increment: "1"}, ""},
		{integer, ir.SequenceOptions{Start: "0", Increment: "1"}, " START WITH 0 MINVALUE -2147483648"},
		{integer, ir.SequenceOptions{Start: "100", Increment: "-1"}, " START WITH 100 INCREMENT BY -1 MAXVALUE 2147483647"},
		{integer, ir.SequenceOptions{Start: "-1", Increment: "-1"}, " INCREMENT BY -1"},
		{integer, ir.SequenceOptions{Start: "5", Increment: "5", Min: "5", Max: "50", Cycle: true}, " START WITH 5 INCREMENT BY 5 MINVALUE 5 MAXVALUE 50 CYCLE"},
		{&ir.Type{Kind: ir.TInt, Bits: 8}, ir.SequenceOptions{}, " START WITH 0 MINVALUE 0 MAXVALUE 255"},
	}
	for _, c := range tests {
		if got := sqlServerSequence(&c.o, rangeOfSequence(c.typ)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.o, got, c.want)
		}
	}
}
