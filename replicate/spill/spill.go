// Package spill gathers the changes of one transaction: in memory while they are few, in a checksummed file once they
// are many. The file lives as long as the transaction is on its way; a restart throws it away and reads the log again.
//
// Files are not synced, and no promise depends on them: a source is acknowledged only what was committed in the target together
// with its position, so that whatever a file holds is still in the source's log when the file is lost.
package spill

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/crosswalk-db/crosswalk/replicate/canon"
	"github.com/crosswalk-db/crosswalk/replicate/event"
	"github.com/crosswalk-db/crosswalk/replicate/failpoint"
)

// ErrCorrupt means that a spill file does not hold what was written to it.
var ErrCorrupt = errors.New("spill file is damaged")

// ErrNoSpace means that a spill file could not be written, as on a full disk.
var ErrNoSpace = errors.New("cannot write spill file")

// Pattern is what spill files are called.
const Pattern = "crosswalk-spill-*"

// Clean removes what an earlier run left in dir.
func Clean(dir string) error {
	names, err := filepath.Glob(filepath.Join(dir, Pattern))
	if err != nil {
		return err
	}
	for _, n := range names {
		if err := os.Remove(n); err != nil {
			return err
		}
	}
	return nil
}

// Buffer gathers changes. The zero value with Dir and Limit set is ready.
type Buffer struct {
	Dir   string // where files go
	Limit int    // bytes kept in memory

	list  event.List
	bytes int
	count int
	file  *file
}

// Add appends a change and keeps it: the caller must not touch its bytes again.
func (b *Buffer) Add(c *event.Change) error {
	b.count++
	if b.file == nil {
		b.list = append(b.list, c)
		b.bytes += c.Size()
		if b.bytes <= b.Limit {
			return nil
		}
		return b.overflow()
	}
	return b.file.add(c)
}

// overflow moves what is in memory to a file.
func (b *Buffer) overflow() error {
	f, err := create(b.Dir)
	if err != nil {
		return err
	}
	b.file = f
	for _, c := range b.list {
		if err := f.add(c); err != nil {
			return err
		}
	}
	b.list, b.bytes = nil, 0
	failpoint.Here("spill")
	return nil
}

// Len is the number of changes.
func (b *Buffer) Len() int { return b.count }

// Bytes is what the buffer takes in memory.
func (b *Buffer) Bytes() int {
	if b.file != nil {
		return writeBuffer
	}
	return b.bytes
}

// Disk is what the buffer takes on disk.
func (b *Buffer) Disk() int64 {
	if b.file == nil {
		return 0
	}
	return b.file.size
}

// Changes ends the gathering. The buffer is empty afterwards; the caller closes what it gets.
func (b *Buffer) Changes() (event.Changes, error) {
	list, f := b.list, b.file
	b.list, b.file, b.bytes, b.count = nil, nil, 0, 0
	if f == nil {
		return list, nil
	}
	if err := f.w.Flush(); err != nil {
		f.Close()
		return nil, fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return f, nil
}

// Discard drops what was gathered.
func (b *Buffer) Discard() {
	if b.file != nil {
		b.file.Close()
	}
	b.list, b.file, b.bytes, b.count = nil, nil, 0, 0
}

const writeBuffer = 256 << 10

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// file holds changes: for each its length, its checksum and its bytes.
type file struct {
	f      *os.File
	w      *bufio.Writer
	size   int64
	tables []*event.Table
	index  map[*event.Table]uint64
	ddl    []*event.Change // barriers are few: they stay in memory
	buf    []byte
}

func create(dir string) (*file, error) {
	f, err := os.CreateTemp(dir, Pattern)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return &file{f: f, w: bufio.NewWriterSize(f, writeBuffer), index: map[*event.Table]uint64{}}, nil
}

func (f *file) add(c *event.Change) error {
	id, ok := f.index[c.Table]
	if !ok {
		id = uint64(len(f.tables))
		f.index[c.Table] = id
		f.tables = append(f.tables, c.Table)
	}
	b := append(f.buf[:0], byte(c.Op))
	b = binary.AppendUvarint(b, id)
	if c.Op == event.DDL {
		b = binary.AppendUvarint(b, uint64(len(f.ddl)))
		f.ddl = append(f.ddl, c)
	} else {
		b = appendRow(b, c.Before)
		b = appendRow(b, c.After)
	}
	f.buf = b
	var head [8]byte
	binary.LittleEndian.PutUint32(head[:], uint32(len(b)))
	binary.LittleEndian.PutUint32(head[4:], crc32.Checksum(b, castagnoli))
	f.size += int64(len(b) + len(head))
	if _, err := f.w.Write(head[:]); err != nil {
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	if _, err := f.w.Write(b); err != nil {
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return nil
}

const (
	flagNull = iota
	flagUnchanged
	flagValue
)

func appendRow(b []byte, r event.Row) []byte {
	if r == nil {
		return append(b, 0)
	}
	b = append(b, 1)
	b = binary.AppendUvarint(b, uint64(len(r)))
	for _, v := range r {
		switch {
		case v.Unchanged:
			b = append(b, flagUnchanged)
		case v.B == nil:
			b = append(b, flagNull)
		default:
			b = append(b, flagValue)
			b = binary.AppendUvarint(b, uint64(len(v.B)))
			b = append(b, v.B...)
		}
	}
	return b
}

// Each implements event.Changes. A change is valid only during the call.
func (f *file) Each(do func(*event.Change) error) error {
	if _, err := f.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r := bufio.NewReaderSize(f.f, writeBuffer)
	var head [8]byte
	for {
		if _, err := io.ReadFull(r, head[:]); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		buf := make([]byte, binary.LittleEndian.Uint32(head[:]))
		if _, err := io.ReadFull(r, buf); err != nil {
			return fmt.Errorf("%w: %w", ErrCorrupt, err)
		}
		if crc32.Checksum(buf, castagnoli) != binary.LittleEndian.Uint32(head[4:]) {
			return fmt.Errorf("%w: wrong checksum", ErrCorrupt)
		}
		c, err := f.decode(buf)
		if err != nil {
			return err
		}
		if err := do(c); err != nil {
			return err
		}
	}
}

func (f *file) decode(b []byte) (*event.Change, error) {
	d := decoder{b: b[1:]}
	table := d.uint()
	if d.err != nil || table >= uint64(len(f.tables)) {
		return nil, ErrCorrupt
	}
	c := &event.Change{Op: event.Op(b[0]), Table: f.tables[table]}
	if c.Op == event.DDL {
		if n := d.uint(); d.err == nil && n < uint64(len(f.ddl)) {
			return f.ddl[n], nil
		}
		return nil, ErrCorrupt
	}
	c.Before, c.After = d.row(), d.row()
	return c, d.err
}

type decoder struct {
	b   []byte
	err error
}

func (d *decoder) uint() uint64 {
	n, w := binary.Uvarint(d.b)
	if w <= 0 {
		d.err, d.b = ErrCorrupt, nil
		return 0
	}
	d.b = d.b[w:]
	return n
}

func (d *decoder) take(n uint64) []byte {
	if n > uint64(len(d.b)) {
		d.err, d.b = ErrCorrupt, nil
		return nil
	}
	out := d.b[:n:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) row() event.Row {
	if d.byte() == 0 || d.err != nil {
		return nil
	}
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.err = ErrCorrupt
		return nil
	}
	row := make(event.Row, n)
	for i := range row {
		switch d.byte() {
		case flagUnchanged:
			row[i].Unchanged = true
		case flagValue:
			row[i] = canon.Value{B: d.take(d.uint())}
		}
	}
	return row
}

// InMemory implements event.Changes.
func (f *file) InMemory() bool { return false }

// Close implements event.Changes: the file is gone afterwards.
func (f *file) Close() error {
	return errors.Join(f.f.Close(), os.Remove(f.f.Name()))
}
