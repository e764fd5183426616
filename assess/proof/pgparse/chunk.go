package pgparse

import (
	"runtime"
	"strings"
	"sync"
)

// chunkSize is how much of a script is parsed at a time: the parser's tree takes many times the size of its text.
const chunkSize = 1 << 20

// chunks cuts a long text behind semicolons that end a statement.
func chunks(sql string) []string {
	if len(sql) <= chunkSize {
		return []string{sql}
	}
	var list []string
	var sp splitter
	start := 0
	for i := skipBlank(sql, 0); i < len(sql); i = skipBlank(sql, i) {
		t := next(sql, i)
		i = t.end
		if sp.ends(t) && i-start >= chunkSize {
			list = append(list, sql[start:i])
			start = i
		}
	}
	if strings.TrimSpace(sql[start:]) != "" {
		list = append(list, sql[start:])
	}
	return list
}

// parseChunks checks a long text piece by piece, on all processors, and gives the first error in it.
func parseChunks(sql string) *Error {
	list := chunks(sql)
	errs := make([]*Error, len(list))
	var next int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= len(list) {
					return
				}
				errs[i] = parseWhole(list[i])
			}
		})
	}
	wg.Wait()
	off := 0
	for i, e := range errs {
		if e != nil {
			return at(sql, off+e.Offset, e.Msg)
		}
		off += len(list[i])
	}
	return nil
}
