package resolve

import (
	"strconv"
	"strings"

	"github.com/crosswalk-db/crosswalk/ir"
)

// xmlMethod gives the type of a method of xml ("xml Data Type Methods", Transact-SQL reference): value() says it in a text.
func xmlMethod(n *ir.MethodCall) *ir.Type {
	switch strings.ToLower(n.Name.Text) {
	case "value":
		if len(n.Args) == 2 {
			if s, ok := n.Args[1].Value.(*ir.StringLit); ok {
				return typeFromText(s.Value)
			}
		}
	case "exist":
		return tInt
	case "query":
		return tXML
	}
	return tUnknown
}

// typeFromText reads the name of one of SQL Server's own types; unknown for all else.
func typeFromText(s string) *ir.Type {
	base, args, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), "(")
	args = strings.TrimSuffix(strings.TrimSpace(args), ")")
	first, second, _ := strings.Cut(args, ",")
	n, err := strconv.Atoi(strings.TrimSpace(first))
	scale, _ := strconv.Atoi(strings.TrimSpace(second))
	switch base = strings.TrimSpace(base); base {
	case "int", "integer":
		return tInt
	case "bigint":
		return tBigInt
	case "smallint":
		return tSmallInt
	case "tinyint":
		return tTinyInt
	case "bit":
		return tBit
	case "float":
		return tDouble
	case "money", "smallmoney":
		return tMoney
	case "date":
		return tDay
	case "datetime", "smalldatetime":
		return tDatetime
	case "datetime2":
		return tDatetime2
	case "datetimeoffset":
		return tOffset
	case "uniqueidentifier":
		return tUUID
	case "sysname":
		return tSysName
	case "decimal", "numeric":
		if err == nil {
			return tsqlDecimal(n, scale)
		}
		return tsqlDecimal(18, 0)
	case "varchar", "nvarchar", "char", "nchar":
		t := &ir.Type{Kind: ir.TVarChar, National: base[0] == 'n', Len: n}
		if strings.TrimSpace(first) == "max" {
			t = &ir.Type{Kind: ir.TText, National: base[0] == 'n'}
		}
		return t
	}
	return tUnknown
}
