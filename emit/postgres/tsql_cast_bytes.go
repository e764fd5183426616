package postgres

import (
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
	"github.com/crosswalk-db/crosswalk/ir/diag"
)

func (c *conversion) toBytes() val {
	switch c.from.Kind {
	case ir.TChar, ir.TVarChar, ir.TText:
		return c.textBytes()
	case ir.TUUID:
		return c.cutBytes(atom(c.p.helper("uuid_bytes")+"("+c.v.s+")", cBytes))
	case ir.TInt:
		return c.intBytes()
	case ir.TBytes, ir.TBlob, ir.TRowVersion:
		return c.cutBytes(c.v)
	}
	c.p.find(diag.TSQLFunction, c.e.Sp, "a value of type %s becomes bytes as SQL Server stores it, which PostgreSQL does not", c.from.Spelled)
	return atom("NULL::bytea", cBytes)
}

// textBytes: styles 1 and 2 read hexadecimal digits; otherwise the characters are the bytes.
func (c *conversion) textBytes() val {
	c.v = c.p.padded(c.v, c.e.X)
	switch c.style {
	case 1:
		return c.cutBytes(atom("decode(substr("+c.v.s+", 3), 'hex')", cBytes))
	case 2:
		return c.cutBytes(atom("decode("+c.v.s+", 'hex')", cBytes))
	}
	if c.from.National {
		return c.cutBytes(atom(c.p.helper("utf16_bytes")+"("+c.v.s+")", cBytes))
	}
	return c.cutBytes(atom("convert_to("+c.v.s+", 'WIN1252')", cBytes))
}

// intBytes: a number has its bytes, the highest first. Shorter binary types keep the lowest of them, longer binary(n) has zeros in front
// ("binary and varbinary", Converting data).
func (c *conversion) intBytes() val {
	size := max(c.from.Bits/8, 1)
	fn := map[int]string{1: "int2send", 2: "int2send", 4: "int4send", 8: "int8send"}[size]
	v := atom(fn+"("+c.v.cast(c.p.typeName(c.from, useCast), typeClass(c.from)).s+")", cBytes)
	have := max(size, 2)
	if n := c.to.Len; n > 0 && n < size || size < have {
		keep := size
		if n > 0 {
			keep = min(n, size)
		}
		v = atom("substring("+v.s+" FROM "+itoa(have-keep+1)+")", cBytes)
	}
	if n := c.to.Len; c.to.Padded && n > size {
		v = val{`'\x` + strings.Repeat("00", n-size) + "'::bytea || " + v.s, precOther, cBytes}
	}
	return v
}

// cutBytes gives bytes the length of their type: longer ones lose their end, shorter ones of binary(n) get zeros behind them.
func (c *conversion) cutBytes(v val) val {
	n := c.to.Len
	switch {
	case n == 0 || c.to.Kind == ir.TBlob:
		return v
	case c.to.Padded && c.from.Padded && c.from.Len == n:
		return v
	case c.to.Padded:
		if digits, ok := hexConstant(v.s); ok {
			return atom(`'\x`+(digits + strings.Repeat("00", n))[:2*n]+"'::bytea", cBytes)
		}
		return atom("substring("+v.at(precOther+1)+` || '\x`+strings.Repeat("00", n)+"'::bytea FROM 1 FOR "+itoa(n)+")", cBytes)
	case c.from.Len > 0 && c.from.Len <= n && !c.from.IsString():
		return v
	}
	return atom("substring("+v.s+" FROM 1 FOR "+itoa(n)+")", cBytes)
}

// hexConstant gives the digits of a bytea constant.
func hexConstant(s string) (string, bool) {
	s, ok := strings.CutPrefix(s, `'\x`)
	if !ok {
		return "", false
	}
	digits, ok := strings.CutSuffix(s, "'::bytea")
	return digits, ok && !strings.ContainsAny(digits, "' ")
}
