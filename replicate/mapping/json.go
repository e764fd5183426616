package mapping

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

// node is a JSON value that remembers where it stands, so that every complaint can say its line.
type node struct {
	off    int
	kind   nodeKind
	text   string // of a string, number or truth value
	fields []field
	items  []*node
}

type field struct {
	name string
	off  int
	val  *node
}

type nodeKind uint8

const (
	nodeNull nodeKind = iota
	nodeString
	nodeNumber
	nodeBool
	nodeObject
	nodeArray
)

var nodeKindNames = [...]string{"null", "a string", "a number", "true or false", "an object", "an array"}

func (k nodeKind) String() string { return nodeKindNames[k] }

// maxDepth bounds the nesting of a document. DMS's own deepest key is six levels down.
const maxDepth = 64

// syntaxError is bad JSON at an offset.
type syntaxError struct {
	off int
	msg string
}

func (e *syntaxError) Error() string { return e.msg }

type treeReader struct {
	src []byte
	dec *json.Decoder
}

// readTree reads one JSON value and nothing after it.
func readTree(src []byte) (*node, error) {
	r := &treeReader{src: src, dec: json.NewDecoder(bytes.NewReader(src))}
	r.dec.UseNumber()
	n, err := r.value(0)
	if err != nil {
		return nil, err
	}
	end := r.start()
	if _, err := r.dec.Token(); err != io.EOF {
		return nil, &syntaxError{end, "text after the end of the JSON document"}
	}
	return n, nil
}

// start is where the next token begins.
func (r *treeReader) start() int {
	i := int(r.dec.InputOffset())
	for i < len(r.src) && strings.IndexByte(" \t\r\n,:", r.src[i]) >= 0 {
		i++
	}
	return min(i, len(r.src))
}

func (r *treeReader) token() (json.Token, int, error) {
	at := r.start()
	t, err := r.dec.Token()
	if err == nil {
		return t, at, nil
	}
	msg := err.Error()
	if se, ok := err.(*json.SyntaxError); ok {
		at = int(se.Offset)
	} else if err == io.EOF || err == io.ErrUnexpectedEOF {
		at, msg = len(r.src), "the JSON document ends too early"
	}
	return nil, at, &syntaxError{min(at, len(r.src)), msg}
}

func (r *treeReader) value(depth int) (*node, error) {
	t, at, err := r.token()
	if err != nil {
		return nil, err
	}
	n := &node{off: at}
	switch t := t.(type) {
	case nil:
	case string:
		n.kind, n.text = nodeString, t
	case json.Number:
		n.kind, n.text = nodeNumber, t.String()
	case bool:
		n.kind, n.text = nodeBool, fmt.Sprint(t)
	case json.Delim:
		if depth >= maxDepth {
			return nil, &syntaxError{at, fmt.Sprintf("nested more than %d levels deep", maxDepth)}
		}
		if t == '{' {
			err = r.object(n, depth)
		} else {
			err = r.array(n, depth)
		}
	}
	return n, err
}

func (r *treeReader) object(n *node, depth int) error {
	n.kind = nodeObject
	for r.dec.More() {
		k, at, err := r.token()
		if err != nil {
			return err
		}
		name, ok := k.(string)
		if !ok {
			return &syntaxError{at, "an object's key must be a string"}
		}
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.fields = append(n.fields, field{name, at, v})
	}
	_, _, err := r.token()
	return err
}

func (r *treeReader) array(n *node, depth int) error {
	n.kind = nodeArray
	for r.dec.More() {
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, v)
	}
	_, _, err := r.token()
	return err
}

// get finds a key; null counts as absent, as DMS's own console writes null for what is not set.
func (n *node) get(name string) *node {
	for i := range n.fields {
		if f := &n.fields[i]; f.name == name && f.val.kind != nodeNull {
			return f.val
		}
	}
	return nil
}

// lineIndex turns offsets into lines and columns, both from 1; columns count bytes.
type lineIndex []int

func makeLineIndex(src []byte) lineIndex {
	ix := lineIndex{0}
	for i, b := range src {
		if b == '\n' {
			ix = append(ix, i+1)
		}
	}
	return ix
}

func (ix lineIndex) pos(off int) (line, col int) {
	line = sort.SearchInts(ix, off+1)
	return line, off - ix[line-1] + 1
}
