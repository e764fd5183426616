.PHONY: build test generate bench sample corpus

build:
	go build -o crosswalk ./cmd/crosswalk

sample:
	sh .ci/sample

test:
	sh .ci/test

# The parsers are checked in; this makes them again, the same byte for byte.
generate:
	sh grammar/generate.sh oracle Oracle
	sh grammar/generate.sh tsql Tsql

# Rewrites what the corpus expects: read the difference before you commit it.
corpus:
	go test ./corpus -update

# The second line needs the programs of PostgreSQL; docs/performance.md tells what it measures.
bench:
	go test -run '^$$' -bench . -benchmem ./...
	sh .ci/bench-replicate
