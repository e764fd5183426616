package proof

import "testing"

func TestBlocksAsProcedures(t *testing.T) {
	got := BlocksAsProcedures("-- DO\nDO $$\nBEGIN\n  CALL pg_temp.p('DO $x$');\nEND;\n$$;\n\nSELECT 1;\ndo $a$BEGIN END$a$;\n", "s")
	want := "CREATE SCHEMA s; -- DO\nCREATE PROCEDURE s.block_1() LANGUAGE plpgsql AS $$\nBEGIN\n  CALL s.p('DO $x$');\nEND;\n$$;\n\nSELECT 1;\n" +
		"CREATE PROCEDURE s.block_2() LANGUAGE plpgsql AS $a$BEGIN END$a$;\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
