package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
	"github.com/crosswalk-db/crosswalk/ir/store"
)

// The parse cache. An entry holds what parsing made of all units of one file. Its name is a hash over all that this
// depends on: the file's name and text, where its units begin and how they are to be read, and the program itself. So an
// entry is right or it is not found, whatever changed. It begins with a hash of its content; an entry that is damaged is
// not used, and written anew. Units whose objects mean something in this run only, runs of INSERTs that share one tree
// above all, are not kept and are parsed again, which costs little.

// CacheUse says what the cache saved.
type CacheUse struct {
	Files int // whose units came from the cache
	Read  int // files that were parsed
}

// maxCacheAge is how long an entry is kept without being used.
const maxCacheAge = 30 * 24 * time.Hour

// program is a hash of the running program: another build may parse otherwise, and stores other types.
var program = sync.OnceValues(func() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
})

// cacheFile is the units of one file.
type cacheFile struct {
	units []int // places in the list of all units
	entry string
	ready bool
}

// openCache reads what is stored of the units into made, and gives the files with what is not.
func openCache(dir string, fe frontend, units []unit, made [][]ir.Object, o Options) ([]*cacheFile, error) {
	if dir == "" || fe.stored == nil {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	version, err := program()
	if err != nil {
		return nil, err
	}
	byFile := map[*diag.File]*cacheFile{}
	var files []*cacheFile
	for i := range units {
		f, _ := units[i].span.File.Root(units[i].span.Start)
		c := byFile[f]
		if c == nil {
			c = &cacheFile{}
			byFile[f] = c
			files = append(files, c)
		}
		c.units = append(c.units, i)
	}
	for f, c := range byFile {
		h := sha256.New()
		part := func(s string) {
			_ = binary.Write(h, binary.LittleEndian, uint64(len(s)))
			_, _ = io.WriteString(h, s)
		}
		part(string(version))
		part(string(o.From))
		part(f.Name)
		part(f.Text)
		for _, i := range c.units {
			key, _ := fe.stored(units[i])
			part(key)
		}
		c.entry = filepath.Join(dir, hex.EncodeToString(h.Sum(nil)[:20])+".parsed")
		c.load(fe, units, made)
	}
	return files, nil
}

// load reads an entry; whatever is wrong with it makes it one that is not there.
func (c *cacheFile) load(fe frontend, units []unit, made [][]ir.Object) {
	b, err := os.ReadFile(c.entry)
	if err != nil || len(b) < sha256.Size {
		return
	}
	sum := sha256.Sum256(b[sha256.Size:])
	if !bytes.Equal(sum[:], b[:sha256.Size]) {
		return
	}
	b = b[sha256.Size:]
	found := make([][]ir.Object, len(c.units))
	for k, i := range c.units {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return
		}
		if n > 0 {
			_, files := fe.stored(units[i])
			if found[k], err = store.Decode(b[size:size+int(n)], files); err != nil {
				return
			}
		}
		b = b[size+int(n):]
	}
	for k, i := range c.units {
		made[i] = found[k] // nil where the unit is not kept: it is parsed again
	}
	c.ready = true
	if info, err := os.Stat(c.entry); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
		now := time.Now()
		_ = os.Chtimes(c.entry, now, now) // in use: see prune
	}
}

// save writes the entry of a file that was parsed.
func (c *cacheFile) save(fe frontend, units []unit, made [][]ir.Object) error {
	var b []byte
	for _, i := range c.units {
		_, files := fe.stored(units[i])
		x, err := store.Encode(made[i], files)
		switch {
		case errors.Is(err, store.ErrNotStorable) || !repeatable(made[i]):
			x = nil
		case err != nil:
			return err
		}
		b = binary.AppendUvarint(b, uint64(len(x)))
		b = append(b, x...)
	}
	sum := sha256.Sum256(b)
	tmp, err := os.CreateTemp(filepath.Dir(c.entry), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(append(sum[:], b...))
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), c.entry)
}

// repeatable tells objects that another run would make too: not those of a statement that took too long.
func repeatable(objs []ir.Object) bool {
	for _, o := range objs {
		for _, f := range o.Obj().Findings.Items {
			if f.Code == diag.TooSlow || f.Code == diag.Crash {
				return false
			}
		}
	}
	return true
}

// prune removes entries that nobody used for long, and what interrupted runs left.
func prune(dir string) {
	for _, pattern := range []string{"*.parsed", ".new-*"} {
		names, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, n := range names {
			if info, err := os.Stat(n); err == nil && time.Since(info.ModTime()) > maxCacheAge {
				_ = os.Remove(n)
			}
		}
	}
}

// storedOracle says what the objects of a unit depend on beside its file's text, and the texts that spans point into.
func storedOracle(u unit) (string, []*diag.File) {
	x := u.data.(oracleUnits)
	var key []byte
	var files []*diag.File
	add := func(f *diag.File) {
		if !slices.Contains(files, f) {
			files = append(files, f)
		}
	}
	number := func(n int) { key = append(strconv.AppendInt(key, int64(n), 10), ' ') }
	text := func(s string) { key = append(strconv.AppendQuote(key, s), ' ') }
	for i := range x.units {
		y := &x.units[i]
		root, _ := y.File.Root(y.Start)
		add(root)
		add(y.File)
		for _, n := range []int{int(y.Kind), y.Start, y.End, y.Lead} {
			number(n)
		}
		for _, s := range []string{y.Object, y.Name, y.CurrentSchema} {
			text(s)
		}
		if y.File != root {
			text(y.File.Text)
		}
		for _, p := range y.Problems {
			text(p.Code.ID)
			text(p.Message)
			number(p.Span.Start)
			number(p.Span.End)
			if p.Span.File != nil {
				add(p.Span.File)
			}
		}
	}
	flags := make([]string, 0, len(x.flags))
	for k, v := range x.flags {
		flags = append(flags, k+"="+v)
	}
	slices.Sort(flags)
	for _, f := range flags {
		text(f)
	}
	return string(key), files
}
