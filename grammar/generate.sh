#!/bin/sh
# Makes the scanner's tables and the parser of one dialect from its folder here, the same byte
# for byte:
#	generate.sh tsql Tsql    grammar/tsql/Tsql*.g4 to parser/tsql/scan/tables.go and parser/tsql/syntax/tsql_parser.go
# antlr-ng is installed outside the repository, at the version of package-lock.json.
set -eu
dialect=$1
name=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/crosswalk/antlr-ng-1.0.10
if [ ! -x "$tools/node_modules/.bin/antlr-ng" ]; then
	mkdir -p "$tools"
	cp "$here/package.json" "$here/package-lock.json" "$tools/"
	npm ci --prefix "$tools" --silent --no-audit --no-fund
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
go run ./grammar/gen tables "grammar/$dialect/keywords.txt" "$work/${name}Tokens.tokens" "parser/$dialect/scan/tables.go"
cp "grammar/$dialect/"*.g4 "$work/"
cd "$work"
"$tools/node_modules/.bin/antlr-ng" -Dlanguage=Go -p syntax -l false --lib "$work" -o "$work/out" "${name}Parser.g4"
cd "$root"
go run ./grammar/gen parser "grammar/$dialect" "$work/out/${dialect}_parser.go" "parser/$dialect/syntax/${dialect}_parser.go"
