// Package source reads the compiler's input: the files, folders and standard input that
// the user names, decoded to UTF-8, in a stable order. It knows nothing of any dialect
// but the extensions that SQL files carry; a splitter (SQL*Plus, sqlcmd) that meets an
// include command asks the Reader for the file it names.
//
// One bad file costs one file: it becomes a Problem and the others are read.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// StdinName is what a text read from standard input is called in messages.
const StdinName = "<stdin>"

// DefaultMaxSize is the size above which a file is refused: what is larger is a dump of
// data, not a schema.
const DefaultMaxSize = 256 << 20

// Options say what to read and how.
type Options struct {
	Paths    []string  // files, folders, or "-" for Stdin
	Exclude  []string  // path patterns, see Excluder; they filter what folders hold
	Encoding string    // "" is UTF-8, or UTF-16 where that is obvious; see Encodings
	Stdin    io.Reader // nil: os.Stdin
	MaxSize  int64     // 0: DefaultMaxSize
	// Dir is taken for the working folder, "" is the real one: relative paths are looked for in it, and named without it.
	Dir string
}

// ProblemKind says what is wrong with an input.
type ProblemKind int

const (
	Missing    ProblemKind = iota // no such file or folder
	Unreadable                    // the system refuses to read it
	Undecoded                     // bytes that the encoding does not have, or no text at all
	TooLarge                      // over Options.MaxSize
	Empty                         // nothing in the file
	NoSQL                         // a folder without one SQL file
	Outside                       // a link or an include that leaves the given folders
	Usage                         // the options themselves
)

// Problem is an input that could not be read, or that is suspicious.
type Problem struct {
	Kind    ProblemKind
	Name    string // the path as the user would write it
	Offset  int64  // of the offending byte in the file on disk, -1 where none is meant
	Message string // without the name
	Warning bool   // nothing was lost
}

// Error gives the message as it is shown: the name, then what is wrong and what helps.
func (p *Problem) Error() string {
	if p.Name == "" {
		return p.Message
	}
	return p.Name + ": " + p.Message
}

// Reader reads the input and later the includes, each file on disk once.
type Reader struct {
	opts    Options
	exclude *Excluder
	decode  decoder
	roots   []string                     // real paths of the folders that may be read
	seen    map[string]*diag.File        // by real path; nil where reading failed
	dirs    map[string]int               // real paths of folders walked, with the files found: against loops of links
	lists   map[string]map[string]string // what folders hold, by the names in lower case; "" where two differ in case only
	disk    map[*diag.File]string        // slash path on disk of the folder a file stands in
	files   []*diag.File
	projs   []*diag.File // project files met on the way
	probs   []Problem
}

// Read reads all of the input, in the order of opts.Paths and sorted by name within a folder.
func Read(ctx context.Context, opts Options) ([]*diag.File, []Problem) {
	r, probs := NewReader(opts)
	if r == nil {
		return nil, probs
	}
	return r.Read(ctx)
}

// NewReader checks the options. The Reader is nil when they cannot be used.
func NewReader(opts Options) (*Reader, []Problem) {
	if opts.MaxSize == 0 {
		opts.MaxSize = DefaultMaxSize
	}
	if opts.Stdin == nil {
		opts.Stdin = os.Stdin
	}
	dec, err := newDecoder(opts.Encoding)
	if err != nil {
		return nil, []Problem{{Kind: Usage, Offset: -1, Message: err.Error()}}
	}
	ex, err := NewExcluder(opts.Exclude)
	if err != nil {
		return nil, []Problem{{Kind: Usage, Offset: -1, Message: err.Error()}}
	}
	return &Reader{
		opts: opts, decode: dec, exclude: ex,
		seen: map[string]*diag.File{}, dirs: map[string]int{}, disk: map[*diag.File]string{},
	}, nil
}

// Read reads what the options name. It may be called once.
func (r *Reader) Read(ctx context.Context) ([]*diag.File, []Problem) {
	r.addWorkingDir()
	for _, p := range r.opts.Paths {
		if p != "-" {
			r.addRoot(r.at(p))
		}
	}
	for _, p := range r.opts.Paths {
		if err := ctx.Err(); err != nil {
			r.problem(Unreadable, p, "not read: %v", err)
			break
		}
		if p == "-" {
			r.stdin()
			continue
		}
		r.path(ctx, p)
	}
	return r.files, r.probs
}

// Projects gives the project files (.sqlproj) that stand in the folders read. They say which of the
// SQL files beside them make up a database, and in what order.
func (r *Reader) Projects() []*diag.File { return r.projs }

func (r *Reader) problem(k ProblemKind, name, format string, args ...any) {
	r.probs = append(r.probs, Problem{Kind: k, Name: name, Offset: -1, Message: fmt.Sprintf(format, args...)})
}

func (r *Reader) warn(k ProblemKind, name, format string, args ...any) {
	r.problem(k, name, format, args...)
	r.probs[len(r.probs)-1].Warning = true
}

func (r *Reader) stdin() {
	b, err := readAll(r.opts.Stdin, r.opts.MaxSize)
	if err != nil {
		r.fail(StdinName, err)
		return
	}
	if f := r.text(StdinName, b); f != nil {
		r.disk[f] = "."
		r.files = append(r.files, f)
	}
}

// path reads one path of the command line, a file (whatever its extension) or a folder.
func (r *Reader) path(ctx context.Context, p string) {
	name := display(p)
	p = r.at(p)
	info, err := os.Stat(p)
	if err != nil {
		r.fail(name, err)
		return
	}
	if !info.IsDir() {
		r.file(p, name)
		return
	}
	before := len(r.files) + len(r.probs)
	found := r.walk(ctx, p, name, name)
	if found == 0 && len(r.files)+len(r.probs) == before {
		r.problem(NoSQL, name, "the folder holds no SQL file (extensions read: %s)", extensionList())
	}
}

// file reads a file into r.files, unless it was read before.
func (r *Reader) file(p, name string) {
	real, err := realPath(p)
	if err != nil {
		r.fail(name, err)
		return
	}
	if _, ok := r.seen[real]; ok {
		return
	}
	f, prob := r.load(p, real, name)
	if prob != nil {
		r.probs = append(r.probs, *prob)
	}
	if f != nil {
		r.files = append(r.files, f)
	}
}

// load reads and decodes a file and notes that it was seen.
func (r *Reader) load(p, real, name string) (*diag.File, *Problem) {
	r.seen[real] = nil
	b, err := readFile(p, r.opts.MaxSize)
	if err != nil {
		return nil, asProblem(name, err)
	}
	text, err := r.decode(b)
	if err != nil {
		return nil, asProblem(name, err)
	}
	f := diag.NewFile(name, text)
	r.seen[real] = f
	r.disk[f] = path.Dir(filepath.ToSlash(p))
	if blank(text) {
		return f, &Problem{Kind: Empty, Name: name, Offset: -1, Message: "the file is empty", Warning: true}
	}
	return f, nil
}

// text decodes what came from standard input.
func (r *Reader) text(name string, b []byte) *diag.File {
	text, err := r.decode(b)
	if err != nil {
		r.fail(name, err)
		return nil
	}
	if blank(text) {
		r.warn(Empty, name, "the input is empty")
	}
	return diag.NewFile(name, text)
}

func (r *Reader) fail(name string, err error) { r.probs = append(r.probs, *asProblem(name, err)) }

// asProblem words an error of reading or decoding.
func asProblem(name string, err error) *Problem {
	p := &Problem{Kind: Unreadable, Name: name, Offset: -1}
	var de *decodeError
	var pe *fs.PathError
	switch {
	case errors.As(err, &de):
		p.Kind, p.Offset, p.Message = Undecoded, de.offset, de.Error()
	case errors.Is(err, errTooLarge):
		p.Kind, p.Message = TooLarge, err.Error()
	case errors.Is(err, fs.ErrNotExist):
		p.Kind, p.Message = Missing, "no such file or folder"
	case errors.As(err, &pe):
		p.Message = "cannot be read: " + pe.Err.Error()
	default:
		p.Message = "cannot be read: " + err.Error()
	}
	return p
}

// at is where a path of the options is on disk.
func (r *Reader) at(p string) string {
	if r.opts.Dir == "" || absolute(p) {
		return p
	}
	return path.Join(filepath.ToSlash(r.opts.Dir), filepath.ToSlash(p))
}

// named is how a path on disk is shown.
func (r *Reader) named(p string) string {
	if r.opts.Dir != "" {
		if below, ok := strings.CutPrefix(display(p), display(r.opts.Dir)+"/"); ok {
			return below
		}
	}
	return display(p)
}

// display is a path as messages and reports show it.
func display(p string) string { return path.Clean(filepath.ToSlash(p)) }

func blank(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case ' ', '\t', '\r', '\n', '\f', '\v':
		default:
			return false
		}
	}
	return true
}
