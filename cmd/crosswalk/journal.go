package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	"github.com/crosswalk-db/crosswalk/checks"
)

// journal is a file of the chunks that were found equal: a head that says for which comparison, then a line each.
type journal struct {
	mu   sync.Mutex
	file *os.File
	done map[string]int64
}

type journalHead struct {
	Crosswalk string `json:"crosswalk"` // "check"
	Version   int    `json:"version"`   // 2: chunks begin with their lower bound
	Of        string `json:"of"`        // what is compared, as a hash
}

type journalLine struct {
	Table string `json:"table"`
	Chunk string `json:"chunk"`
	Rows  int64  `json:"rows"`
}

var _ checks.Journal = (*journal)(nil)

// openJournal reads what an earlier run of the same comparison noted. A file of another comparison, or of something
// else, is refused rather than overwritten.
func openJournal(name string, pairs []checks.Pair, o checks.Options) (*journal, error) {
	b, err := json.Marshal(pairs)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append(b, fmt.Sprint(o.ChunkRows, o.Tolerance)...))
	head := journalHead{"check", 2, hex.EncodeToString(sum[:16])}
	j := &journal{done: map[string]int64{}}
	old, err := os.ReadFile(name)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	if len(old) > 0 {
		if err := j.read(old, head); err != nil {
			return nil, fmt.Errorf("--state %s: %w", name, err)
		}
		old = old[:bytes.LastIndexByte(old, '\n')+1] // a line that was cut short is written again
	}
	if j.file, err = os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
		return nil, err
	}
	if err := j.file.Truncate(int64(len(old))); err != nil {
		return nil, err
	}
	if _, err := j.file.Seek(0, 2); err != nil {
		return nil, err
	}
	if len(old) == 0 {
		return j, j.write(head)
	}
	return j, nil
}

func (j *journal) read(text []byte, want journalHead) error {
	in := bufio.NewScanner(bytes.NewReader(text))
	in.Buffer(nil, 16<<20)
	for first := true; in.Scan(); first = false {
		if first {
			var h journalHead
			if json.Unmarshal(in.Bytes(), &h) != nil || h.Crosswalk != "check" {
				return fmt.Errorf("it is no state of a check: name another file")
			}
			if h != want {
				return fmt.Errorf("it is the state of another comparison (tables, columns or --chunk-rows differ): remove it, or name another file")
			}
			continue
		}
		var l journalLine
		if json.Unmarshal(in.Bytes(), &l) == nil {
			j.done[l.Table+"\x00"+l.Chunk] = l.Rows
		}
	}
	return in.Err()
}

func (j *journal) write(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = j.file.Write(append(b, '\n'))
	return err
}

// Done implements checks.Journal.
func (j *journal) Done(table, chunk string) (int64, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n, ok := j.done[table+"\x00"+chunk]
	return n, ok
}

// Note implements checks.Journal.
func (j *journal) Note(table, chunk string, rows int64) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.write(journalLine{table, chunk, rows})
}

func (j *journal) close() { j.file.Close() }
