#!/bin/sh
# Makes parser/oracle/scan/tables.go and parser/oracle/syntax/oracle_parser.go from this
# folder, the same byte for byte. antlr-ng is installed outside the repository, at the
# version of package-lock.json.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/crosswalk/antlr-ng-1.0.10
if [ ! -x "$tools/node_modules/.bin/antlr-ng" ]; then
	mkdir -p "$tools"
	cp "$here/package.json" "$here/package-lock.json" "$tools/"
	npm ci --prefix "$tools" --silent --no-audit --no-fund
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
go run ./grammar/oracle/gen tables grammar/oracle/keywords.txt "$work/OracleTokens.tokens" parser/oracle/scan/tables.go
cp grammar/oracle/*.g4 "$work/"
cd "$work"
"$tools/node_modules/.bin/antlr-ng" -Dlanguage=Go -p syntax -l false --lib "$work" -o "$work/out" OracleParser.g4
cd "$root"
go run ./grammar/oracle/gen parser "$work/out/oracle_parser.go" parser/oracle/syntax/oracle_parser.go
