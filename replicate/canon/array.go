package canon

import (
	"bytes"
	"encoding/json"
	"strings"
)

// item is an element of an array literal: a text, NULL, or an array again.
type item struct {
	text   string
	null   bool
	nested []item
	array  bool
}

// parseArray reads a PostgreSQL array literal.
func parseArray(b []byte) ([]item, error) {
	if len(b) > 0 && b[0] == '[' { // [2:4]={...}: bounds that start elsewhere than at 1
		return nil, loss("%s has array bounds of its own", clip(b))
	}
	items, rest, ok := arrayItems(b)
	if !ok || len(rest) > 0 {
		return nil, loss("%s is not an array literal", clip(b))
	}
	return items, nil
}

func arrayItems(b []byte) (items []item, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '{' {
		return nil, nil, false
	}
	b = b[1:]
	items = []item{}
	if len(b) > 0 && b[0] == '}' {
		return items, b[1:], true
	}
	for len(b) > 0 {
		var it item
		switch b[0] {
		case '{':
			it.array = true
			if it.nested, b, ok = arrayItems(b); !ok {
				return nil, nil, false
			}
		case '"':
			if it.text, b, ok = quotedItem(b[1:]); !ok {
				return nil, nil, false
			}
		default:
			end := bytes.IndexAny(b, ",}")
			if end < 0 {
				return nil, nil, false
			}
			it.text, b = string(b[:end]), b[end:]
			it.null = it.text == "NULL"
		}
		items = append(items, it)
		if len(b) == 0 {
			return nil, nil, false
		}
		if b[0] == '}' {
			return items, b[1:], true
		}
		if b[0] != ',' {
			return nil, nil, false
		}
		b = b[1:]
	}
	return nil, nil, false
}

func quotedItem(b []byte) (string, []byte, bool) {
	var s strings.Builder
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
			if i < len(b) {
				s.WriteByte(b[i])
			}
		case '"':
			return s.String(), b[i+1:], true
		default:
			s.WriteByte(b[i])
		}
	}
	return "", nil, false
}

// arrayJSON writes an array literal as a JSON array; numbers stay numbers where JSON has them.
func arrayJSON(b []byte, elem Kind) ([]byte, error) {
	items, err := parseArray(b)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	writeJSON(&out, items, elem)
	return out.Bytes(), nil
}

func writeJSON(out *bytes.Buffer, items []item, elem Kind) {
	out.WriteByte('[')
	for i, it := range items {
		if i > 0 {
			out.WriteString(", ")
		}
		switch {
		case it.array:
			writeJSON(out, it.nested, elem)
		case it.null:
			out.WriteString("null")
		case elem == Bool:
			w, _ := boolWord([]byte(it.text))
			out.Write(w)
		case elem == Int, elem == JSON,
			(elem == Decimal || elem == Float32 || elem == Float64) && !notNumber([]byte(it.text)):
			out.WriteString(it.text)
		default:
			enc := json.NewEncoder(out)
			enc.SetEscapeHTML(false)
			_ = enc.Encode(it.text) // a string always encodes
			out.Truncate(out.Len() - 1)
		}
	}
	out.WriteByte(']')
}

func jsonArray(b []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var v []any
	if err := dec.Decode(&v); err != nil {
		return nil, loss("%s is not a JSON array", clip(b))
	}
	var out bytes.Buffer
	if err := literal(&out, v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func literal(out *bytes.Buffer, v []any) error {
	out.WriteByte('{')
	for i, e := range v {
		if i > 0 {
			out.WriteByte(',')
		}
		switch e := e.(type) {
		case nil:
			out.WriteString("NULL")
		case []any:
			if err := literal(out, e); err != nil {
				return err
			}
		case string:
			QuoteItem(out, []byte(e))
		case json.Number:
			out.WriteString(e.String())
		case bool:
			out.WriteString(map[bool]string{true: "t", false: "f"}[e])
		default:
			return loss("an object in an array")
		}
	}
	out.WriteByte('}')
	return nil
}

func setArray(b []byte) ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	if len(b) > 0 {
		for i, m := range bytes.Split(b, []byte(",")) {
			if i > 0 {
				out.WriteByte(',')
			}
			QuoteItem(&out, m)
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func arraySet(b []byte) ([]byte, error) {
	items, err := parseArray(b)
	if err != nil {
		return nil, err
	}
	var members []string
	for _, it := range items {
		if it.null || it.array || strings.Contains(it.text, ",") {
			return nil, loss("%s has a member that a set cannot hold", clip(b))
		}
		members = append(members, it.text)
	}
	return []byte(strings.Join(members, ",")), nil
}

// QuoteItem writes an element of an array literal in quotes.
func QuoteItem(out *bytes.Buffer, b []byte) {
	out.WriteByte('"')
	for _, c := range b {
		if c == '"' || c == '\\' {
			out.WriteByte('\\')
		}
		out.WriteByte(c)
	}
	out.WriteByte('"')
}
