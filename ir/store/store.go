// Package store turns the objects of a unit into bytes and back, so that a unit whose source did not change need not be
// parsed again.
//
// The tree is a graph: statements share their types, members point to their package. Pointers that are equal before are
// equal after. What a value of another process could not mean, a function or a text that was made on the way, is an error,
// and its unit is not stored.
package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

// ErrNotStorable says that the objects hold something that has no meaning outside this run.
var ErrNotStorable = errors.New("not storable")

// errDamaged says that the bytes are not what Encode wrote.
var errDamaged = errors.New("damaged")

var (
	fileType = reflect.TypeFor[*diag.File]()
	codeType = reflect.TypeFor[*diag.Code]()
)

// numbers gives each type behind an interface its number.
var numbers = func() map[reflect.Type]uint64 {
	m := map[reflect.Type]uint64{}
	for i, n := range nodes {
		m[reflect.TypeOf(n)] = uint64(i)
	}
	return m
}()

// Encode writes objects whose spans point into one of files.
func Encode(objs []ir.Object, files []*diag.File) (b []byte, err error) {
	e := &encoder{files: files, seen: map[any]uint64{}, strings: map[string]uint64{}}
	defer func() {
		if r := recover(); r != nil {
			b, err = nil, fmt.Errorf("%w: %v", ErrNotStorable, r)
		}
	}()
	e.value(reflect.ValueOf(objs))
	return e.out, nil
}

// Decode is the reverse of Encode, with the files of this run.
func Decode(b []byte, files []*diag.File) (objs []ir.Object, err error) {
	d := &decoder{in: b, files: files}
	defer func() {
		if r := recover(); r != nil {
			objs, err = nil, fmt.Errorf("%w: %v", errDamaged, r)
		}
	}()
	d.value(reflect.ValueOf(&objs).Elem())
	if len(d.in) != 0 {
		return nil, errDamaged
	}
	return objs, nil
}

type encoder struct {
	out     []byte
	files   []*diag.File
	seen    map[any]uint64 // pointers, by the order of their first writing
	strings map[string]uint64
}

func (e *encoder) number(n uint64) { e.out = binary.AppendUvarint(e.out, n) }

func (e *encoder) text(s string) {
	n, ok := e.strings[s]
	if ok {
		e.number(n + 1)
		return
	}
	e.strings[s] = uint64(len(e.strings))
	e.number(0)
	e.number(uint64(len(s)))
	e.out = append(e.out, s...)
}

func (e *encoder) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		n := byte(0)
		if v.Bool() {
			n = 1
		}
		e.out = append(e.out, n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.out = binary.AppendVarint(e.out, v.Int())
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		e.number(v.Uint())
	case reflect.String:
		e.text(v.String())
	case reflect.Slice:
		if v.IsNil() {
			e.number(0)
			return
		}
		e.number(uint64(v.Len()) + 1)
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				panic(v.Type().String() + " has fields of its own")
			}
			e.value(v.Field(i))
		}
	case reflect.Interface:
		e.dynamic(v)
	case reflect.Pointer:
		e.pointer(v)
	case reflect.Map:
		if v.Len() > 0 {
			panic("a map is filled when a unit was parsed")
		}
		e.out = append(e.out, map[bool]byte{true: 0, false: 1}[v.IsNil()])
	default:
		panic(v.Type().String())
	}
}

// dynamic writes what stands behind an interface: its type's number, then the pointer.
func (e *encoder) dynamic(v reflect.Value) {
	if v.IsNil() {
		e.number(0)
		return
	}
	v = v.Elem()
	n, ok := numbers[v.Type()]
	if !ok {
		panic(v.Type().String() + " behind an interface")
	}
	e.number(n + 1)
	e.pointer(v)
}

func (e *encoder) pointer(v reflect.Value) {
	if v.IsNil() {
		e.number(0)
		return
	}
	switch v.Type() {
	case fileType:
		for i, f := range e.files {
			if f == v.Interface() {
				e.number(uint64(i) + 1)
				return
			}
		}
		panic("a text that was made on the way")
	case codeType:
		e.number(1)
		e.text(v.Interface().(*diag.Code).ID)
		return
	}
	p := v.Interface()
	if n, ok := e.seen[p]; ok {
		e.number(n + 2)
		return
	}
	e.seen[p] = uint64(len(e.seen))
	e.number(1)
	e.value(v.Elem())
}

type decoder struct {
	in      []byte
	files   []*diag.File
	seen    []reflect.Value
	strings []string
}

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.in)
	if size <= 0 {
		panic("it ends too early")
	}
	d.in = d.in[size:]
	return n
}

func (d *decoder) text() string {
	if n := d.number(); n > 0 {
		return d.strings[n-1]
	}
	n := d.number()
	s := string(d.in[:n])
	d.in = d.in[n:]
	d.strings = append(d.strings, s)
	return s
}

func (d *decoder) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(d.in[0] == 1)
		d.in = d.in[1:]
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, size := binary.Varint(d.in)
		if size <= 0 {
			panic("it ends too early")
		}
		d.in = d.in[size:]
		v.SetInt(n)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uint:
		v.SetUint(d.number())
	case reflect.String:
		v.SetString(d.text())
	case reflect.Slice:
		d.slice(v)
	case reflect.Array:
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			d.value(v.Field(i))
		}
	case reflect.Interface:
		if n := d.number(); n > 0 {
			p := reflect.New(reflect.TypeOf(nodes[n-1])).Elem()
			d.pointer(p)
			v.Set(p)
		}
	case reflect.Pointer:
		d.pointer(v)
	case reflect.Map:
		if d.in[0] == 1 {
			v.Set(reflect.MakeMap(v.Type()))
		}
		d.in = d.in[1:]
	default:
		panic(v.Type().String())
	}
}

func (d *decoder) slice(v reflect.Value) {
	n := d.number()
	if n == 0 {
		return
	}
	if n-1 > uint64(len(d.in)) {
		panic("a list is longer than what is left")
	}
	v.Set(reflect.MakeSlice(v.Type(), int(n-1), int(n-1)))
	for i := range v.Len() {
		d.value(v.Index(i))
	}
}

func (d *decoder) pointer(v reflect.Value) {
	n := d.number()
	if n == 0 {
		return
	}
	switch v.Type() {
	case fileType:
		v.Set(reflect.ValueOf(d.files[n-1]))
		return
	case codeType:
		c := diag.Lookup(d.text())
		if c == nil {
			panic("a finding that there is not")
		}
		v.Set(reflect.ValueOf(c))
		return
	}
	if n > 1 {
		v.Set(d.seen[n-2])
		return
	}
	p := reflect.New(v.Type().Elem())
	d.seen = append(d.seen, p)
	v.Set(p)
	d.value(p.Elem())
}
